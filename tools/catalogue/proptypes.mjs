// SPDX-License-Identifier: MIT
//
// Props of components written in JavaScript: reads the expression given to
// `Component.propTypes` without running it.

import ts from "typescript";

const simple = {
    string: "string", number: "number", bool: "bool", node: "node", element: "node", object: "object",
    array: "array", any: "any", symbol: "any",
};

const key_text = (name) => (ts.isStringLiteral(name) || ts.isIdentifier(name) ? name.text : name.getText());
const is_function = (node) => /(^|\.)func(\.isRequired)?$/.test(node.getText());

// What a file defines: its constants, and what is assigned to X.propTypes and
// X.defaultProps.
function definitions(file_name, text) {
    const file = ts.createSourceFile(file_name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
    const found = new Map();
    const visit = (node) => {
        if (ts.isVariableDeclaration(node) && node.initializer) found.set(node.name.getText(), node.initializer);
        if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken)
            found.set(node.left.getText(), node.right);
        ts.forEachChild(node, visit);
    };
    visit(file);
    return found;
}

// The properties of an object literal, spreads of the file's own constants
// included: [[name, expression]].
function entries(node, scope) {
    if (!node) return [];
    if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) return entries(scope.get(node.getText()), scope);
    if (!ts.isObjectLiteralExpression(node)) return [];
    return node.properties.flatMap((property) => {
        if (ts.isSpreadAssignment(property)) return entries(property.expression, scope);
        return ts.isPropertyAssignment(property) ? [[key_text(property.name), property.initializer]] : [];
    });
}

const literal = (node) => JSON.parse(node.getText().replace(/^'(.*)'$/s, (_, text) => JSON.stringify(text)));

function shape(node, scope) {
    return Object.fromEntries(entries(node, scope).filter(([, value]) => !is_function(value))
        .map(([name, value]) => [name + (required(value) ? "!" : ""), type_of(value, scope)]));
}

const required = (node) => ts.isPropertyAccessExpression(node) && node.name.text === "isRequired";

function type_of(node, scope) {
    if (required(node)) return type_of(node.expression, scope);
    if (ts.isIdentifier(node)) return scope.has(node.text) ? type_of(scope.get(node.text), scope) : "any";
    if (ts.isPropertyAccessExpression(node)) return simple[node.name.text] ?? "any";
    if (!ts.isCallExpression(node)) return "any";
    const argument = node.arguments[0];
    switch (node.expression.name.text) {
        case "oneOf": return { enum: argument.elements.map(literal) };
        case "oneOfType": return { union: argument.elements.filter((x) => !is_function(x)).map((x) => type_of(x, scope)) };
        case "arrayOf": return { array: type_of(argument, scope) };
        case "objectOf": return { object: type_of(argument, scope) };
        case "shape": return { shape: shape(argument, scope) };
        case "exact": return { exact: shape(argument, scope) };
        default: return "any";
    }
}

// Names with a default: defaultProps, or the pattern of a function component.
function defaults_of(file_name, scope, listed) {
    const component = scope.get(file_name.replace(/\..*/, ""));
    const pattern = component && ts.isArrowFunction(component) && component.parameters[0]?.name;
    const elements = pattern && ts.isObjectBindingPattern(pattern) ? pattern.elements : [];
    return new Set([...entries(listed, scope).map(([name]) => name),
        ...elements.filter((one) => one.initializer).map((one) => (one.propertyName ?? one.name).getText())]);
}

// The component of one file: [{name, type, required, default}] in the order of
// the source, or null when the file has none.
export function javascript_props(file_name, text) {
    const scope = definitions(file_name, text);
    const member = (which) => [...scope.keys()].find((key) => key.endsWith(`.${which}`));
    if (!member("propTypes")) return null;
    const defaults = defaults_of(file_name, scope, scope.get(member("defaultProps")));
    return entries(scope.get(member("propTypes")), scope)
        .filter(([, value]) => !is_function(value))
        .map(([name, value]) => ({ name, type: type_of(value, scope), required: required(value), default: defaults.has(name) }));
}

// The order of the props in a file of assignments `pk.NAME.propTypes = {…}`:
// Map from component to names.
export function assigned_orders(text) {
    const scope = definitions("proptypes.js", text);
    return new Map([...scope].filter(([key]) => key.endsWith(".propTypes"))
        .map(([key, value]) => [key.split(".")[1], entries(value, scope).map(([name]) => name)]));
}

// SPDX-License-Identifier: MIT
//
// Props of components written in TypeScript: asks the type checker for the
// members of the interface NAMEProps.

import ts from "typescript";

// What the sources import and npm does not carry; only the names matter.
const stubs = {
    "react.d.ts": `
        declare namespace React {
            interface CSSProperties { __style: 1 }
            interface ReactElement { __element: 1 }
            type ReactNode = ReactElement;
        }
        declare module "react" { export = React }`,
    "renderer.d.ts": `
        declare module "@dash-renderer/types" {
            export interface DashComponent { __component: 1 }
            export interface BaseDashProps { id?: string; componentPath?: unknown }
        }`,
};
const named = { CSSProperties: "object", ReactElement: "node", DashComponent: "node" };

function program_of(files) {
    const all = new Map([...Object.entries(stubs), ...files]);
    const options = { strict: true, noEmit: true, jsx: ts.JsxEmit.React, allowSyntheticDefaultImports: true, types: [] };
    const host = ts.createCompilerHost(options);
    const real = { read: host.readFile, exists: host.fileExists, source: host.getSourceFile };
    host.readFile = (path) => all.get(path) ?? real.read(path);
    host.fileExists = (path) => all.has(path) || real.exists(path);
    host.getSourceFile = (path, version) =>
        all.has(path) ? ts.createSourceFile(path, all.get(path), version, true) : real.source(path, version);
    return ts.createProgram([...all.keys()], options, host);
}

// A union's parts: its literals as one enumeration, true | false as bool.
function union_of(checker, parts) {
    const kept = parts.filter((part) => !(part.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)));
    const booleans = kept.filter((part) => part.flags & ts.TypeFlags.BooleanLiteral);
    const literals = kept.filter((part) => part.flags & (ts.TypeFlags.StringLiteral | ts.TypeFlags.NumberLiteral));
    const others = kept.filter((part) => !booleans.includes(part) && !literals.includes(part));
    const types = others.map((part) => type_of(checker, part));
    if (booleans.length) types.push("bool");
    if (literals.length) types.push({ enum: literals.map((part) => part.value) });
    return types.length === 1 ? types[0] : { union: types };
}

function members(checker, type) {
    return Object.fromEntries(checker.getPropertiesOfType(type).map((member) => {
        const optional = member.flags & ts.SymbolFlags.Optional;
        return [member.name + (optional ? "" : "!"), type_of(checker, checker.getTypeOfSymbol(member))];
    }));
}

function type_of(checker, type) {
    const flags = type.flags;
    if (type.symbol?.name in named) return named[type.symbol.name];
    if (type.isUnion()) return union_of(checker, type.types);
    if (flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral)) return "string";
    if (flags & ts.TypeFlags.Number) return "number";
    if (flags & ts.TypeFlags.BooleanLike) return "bool";
    if (flags & ts.TypeFlags.Null) return "null";
    if (type.isLiteral()) return { enum: [type.value] };
    if (checker.isArrayType(type)) return { array: type_of(checker, checker.getTypeArguments(type)[0]) };
    const index = checker.getIndexTypeOfType(type, ts.IndexKind.String) ?? checker.getIndexTypeOfType(type, ts.IndexKind.Number);
    if (index) return { object: type_of(checker, index) };
    return flags & ts.TypeFlags.Object ? { shape: members(checker, type) } : "any";
}

// Names that the component's function gives a default to, or its defaultProps.
function defaults_of(file) {
    const found = new Set();
    const visit = (node) => {
        if (ts.isParameter(node) && ts.isObjectBindingPattern(node.name) && /Props$/.test(node.type?.getText() ?? ""))
            for (const element of node.name.elements)
                if (element.initializer) found.add((element.propertyName ?? element.name).getText());
        ts.forEachChild(node, visit);
    };
    visit(file);
    return found;
}

// All components: Map from name to [{name, type, required, default}].
export function typescript_props(types, components) {
    const program = program_of([["types.ts", types], ...components]);
    const checker = program.getTypeChecker();
    const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile("types.ts")));
    const result = new Map();
    for (const file of components.keys()) {
        const name = file.replace(/\.tsx$/, "");
        const symbol = exported.find((one) => one.name.toLowerCase() === `${name}props`.toLowerCase());
        if (!symbol) throw new Error(`no type of the props of ${name}`);
        const defaults = defaults_of(program.getSourceFile(file));
        result.set(name, checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol)).map((prop) => ({
            name: prop.name,
            type: type_of(checker, checker.getTypeOfSymbol(prop)),
            required: !(prop.flags & ts.SymbolFlags.Optional),
            default: defaults.has(prop.name),
        })));
    }
    return result;
}

/* SPDX-License-Identifier: MIT
 *
 * Least squares: a polynomial in time plus waves with periods of one year, half
 * a year, a third … of it. The normal equations are solved by Cholesky's method;
 * time runs from -1 to 1 inside, which keeps them well conditioned.
 */
#include "model.dash.h"

#include <math.h>

enum { MAX_DEGREE = 4, MAX_WAVES = 6, MAX_TERMS = MAX_DEGREE + 1 + 2 * MAX_WAVES };

typedef struct Model {
    int degree, waves, terms;
    double middle, half; /* of the time that was observed, in years */
    double weights[MAX_TERMS];
} Model;

static void basis(const Model *model, double year, double *out)
{
    double t = (year - model->middle) / model->half, power = 1;
    int n = 0;
    for (int i = 0; i <= model->degree; i++, power *= t)
        out[n++] = power;
    for (int i = 1; i <= model->waves; i++) {
        out[n++] = sin(2 * M_PI * i * year);
        out[n++] = cos(2 * M_PI * i * year);
    }
}

static double value_at(const Model *model, double year)
{
    double terms[MAX_TERMS], sum = 0;
    basis(model, year, terms);
    for (int i = 0; i < model->terms; i++)
        sum += model->weights[i] * terms[i];
    return sum;
}

/* Solves a x = b in place of b, a being symmetric; false when it has no one
 * solution. */
static bool solve(double a[MAX_TERMS][MAX_TERMS], double *b, int n)
{
    for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
            double sum = a[i][j];
            for (int k = 0; k < j; k++)
                sum -= a[i][k] * a[j][k];
            if (i == j && !(sum > 1e-9))
                return false;
            a[i][j] = i == j ? sqrt(sum) : sum / a[j][j];
        }
    }
    for (int i = 0; i < n; i++) {
        for (int k = 0; k < i; k++)
            b[i] -= a[i][k] * b[k];
        b[i] /= a[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
        for (int k = i + 1; k < n; k++)
            b[i] -= a[k][i] * b[k];
        b[i] /= a[i][i];
    }
    return true;
}

static void fit_weights(DashCx *cx, Model *model, DashFloats years, DashFloats values)
{
    double a[MAX_TERMS][MAX_TERMS] = {0}, terms[MAX_TERMS];
    for (size_t row = 0; row < years.len; row++) {
        basis(model, years.items[row], terms);
        for (int i = 0; i < model->terms; i++) {
            model->weights[i] += terms[i] * values.items[row];
            for (int j = 0; j <= i; j++)
                a[i][j] += terms[i] * terms[j];
        }
    }
    if (!solve(a, model->weights, model->terms))
        dash_fail(cx, "model.c", "%zu values are too few for %d terms", years.len, model->terms);
}

static double root_mean_square(const Model *model, DashFloats years, DashFloats values)
{
    double sum = 0;
    for (size_t i = 0; i < years.len; i++) {
        double error = values.items[i] - value_at(model, years.items[i]);
        sum += error * error;
    }
    return sqrt(sum / (double)years.len);
}

Fit fit(DashCx *cx, DashFloats years, DashFloats values, int64_t degree, int64_t waves,
        DashFloats at)
{
    if (years.len == 0 || years.len != values.len)
        dash_fail(cx, "model.c", "%zu years and %zu values", years.len, values.len);
    if (degree < 0 || degree > MAX_DEGREE || waves < 0 || waves > MAX_WAVES)
        dash_fail(cx, "model.c", "a degree from 0 to %d and up to %d waves", MAX_DEGREE, MAX_WAVES);
    double first = years.items[0], last = years.items[years.len - 1];
    Model model = {.degree = (int)degree, .waves = (int)waves, .middle = (first + last) / 2};
    model.terms = model.degree + 1 + 2 * model.waves;
    model.half = last > first ? (last - first) / 2 : 1;
    fit_weights(cx, &model, years, values);
    double *curve = dash_alloc_array(cx, at.len, sizeof *curve);
    for (size_t i = 0; i < at.len; i++)
        curve[i] = value_at(&model, at.items[i]);
    return (Fit){
        .curve = {curve, at.len},
        .error = root_mean_square(&model, years, values),
        .growth = value_at(&model, last) - value_at(&model, last - 1),
    };
}

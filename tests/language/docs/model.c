#include <math.h>

#include "model.dash.h"

double damped(DashCx *cx, double t, double decay)
{
    (void)cx;
    return exp(-decay * t) * cos(t);
}

DashFloats differences(DashCx *cx, DashFloats xs)
{
    size_t len = xs.len > 0 ? xs.len - 1 : 0;
    double *items = dash_alloc(cx, (len + 1) * sizeof *items);
    for (size_t i = 0; i < len; i++)
        items[i] = xs.items[i + 1] - xs.items[i];
    return (DashFloats){.items = items, .len = len};
}

#include <math.h>

#include "app.dash.h"

double damped(double t, double decay)
{
    return exp(-decay * t) * cos(t);
}

/* SPDX-License-Identifier: MIT
 *
 * Keys of rows as one number of 64 bits, which stands for all of them: a digit of so
 * many bits as the key's values, or its type, need.
 */
#include "emit/keys.h"

bool key_is_double(const Key *key)
{
    return strcmp(key->type, "double") == 0;
}

/* Bits of the C type; a bool is a byte. */
static int type_bits(const Key *key)
{
    return strstr(key->type, "64") || key_is_double(key) ? 64
           : strstr(key->type, "32")                     ? 32
           : strstr(key->type, "16")                     ? 16
                                                         : 8;
}

static int bits_of(const Key *key)
{
    if (key->span)
        return key->span == 1 ? 1 : 64 - __builtin_clzll((unsigned long long)key->span - 1);
    return type_bits(key) + (key->value.valid != NULL);
}

bool keys_fit(const Key *keys, int count)
{
    int bits = 0;
    for (int i = 0; i < count; i++)
        bits += bits_of(&keys[i]);
    return count > 0 && bits <= 64;
}

/* The key as a number of bits_of() bits. */
static const char *packed_digit(Emit *e, const Key *key)
{
    const char *value = key->value.value, *valid = key->value.valid;
    if (key->span)
        return cf(e, "(uint64_t)%s", parens(e, key_digit(e, key)));
    if (key_is_double(key))
        return callf(e, "dash_hash_float", 1, value);
    bool plain = type_bits(key) == 64 || key->type[0] == 'u' || key->type[0] == 'b';
    const char *bits = plain ? "" : cf(e, "(uint%d_t)", type_bits(key)); /* no sign */
    bits = cf(e, "(uint64_t)%s%s", bits, parens(e, value));
    return valid ? ternary(e, valid, cf(e, "%s + 1", bits), "0") : bits;
}

const char *keys_packed(Emit *e, const Key *keys, int count)
{
    const char *packed = packed_digit(e, &keys[0]);
    for (int i = 1; i < count; i++)
        packed = cf(e, "%s << %d | %s", parens(e, packed), bits_of(&keys[i]),
                    parens(e, packed_digit(e, &keys[i])));
    return packed;
}

/* SPDX-License-Identifier: MIT
 *
 * Included ahead of civetweb.c. A static program cannot count on the C library's
 * name services, and a server that is told numeric addresses needs none: these
 * stand in for them, for numeric IPv4 and IPv6 addresses and `localhost`.
 */
#ifndef NUMERIC_HOSTS_H
#define NUMERIC_HOSTS_H

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

typedef struct NumericHost {
    struct addrinfo info; /* first: freed through it */
    struct sockaddr_storage address;
} NumericHost;

static inline int numeric_getaddrinfo(const char *node, const char *service,
                                      const struct addrinfo *hints, struct addrinfo **result)
{
    (void)service;
    int family = hints->ai_family;
    NumericHost *host = calloc(1, sizeof(*host));
    if (!host)
        return EAI_MEMORY;
    host->info.ai_family = family;
    host->info.ai_addr = (struct sockaddr *)&host->address;
    host->address.ss_family = (sa_family_t)family;
    void *bytes;
    if (family == AF_INET6) {
        host->info.ai_addrlen = sizeof(struct sockaddr_in6);
        bytes = &((struct sockaddr_in6 *)&host->address)->sin6_addr;
    } else {
        host->info.ai_addrlen = sizeof(struct sockaddr_in);
        bytes = &((struct sockaddr_in *)&host->address)->sin_addr;
    }
    if (strcmp(node, "localhost") == 0)
        node = family == AF_INET6 ? "::1" : "127.0.0.1";
    if (inet_pton(family, node, bytes) != 1) {
        free(host);
        return EAI_NONAME;
    }
    *result = &host->info;
    return 0;
}

static inline void numeric_freeaddrinfo(struct addrinfo *info)
{
    free(info);
}

static inline int numeric_getnameinfo(const struct sockaddr *address, char *text, socklen_t size)
{
    const void *bytes = address->sa_family == AF_INET6
                            ? (const void *)&((const struct sockaddr_in6 *)address)->sin6_addr
                            : (const void *)&((const struct sockaddr_in *)address)->sin_addr;
    return inet_ntop(address->sa_family, bytes, text, size) ? 0 : EAI_OVERFLOW;
}

#define getaddrinfo  numeric_getaddrinfo
#define freeaddrinfo numeric_freeaddrinfo
#define getnameinfo(address, length, host, size, service, service_size, flags)                     \
    numeric_getnameinfo(address, host, size)
/* Only the option run_as_user asks; it is not offered. */
#define getpwnam(name) ((void)(name), (struct passwd *)NULL)

#endif

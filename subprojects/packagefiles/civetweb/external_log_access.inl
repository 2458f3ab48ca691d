/* SPDX-License-Identifier: MIT
 *
 * civetweb's access log, included by civetweb.c: the program keeps its own.
 */
static void log_access(const struct mg_connection *conn)
{
    (void)conn;
}

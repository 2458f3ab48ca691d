/* SPDX-License-Identifier: MIT
 *
 * civetweb's complaints, included by civetweb.c: they go to the program's
 * log_message callback or nowhere.
 */
static void mg_cry_internal_impl(const struct mg_connection *conn, const char *func, unsigned line,
                                 const char *fmt, va_list ap)
{
    char text[512];
    (void)func;
    (void)line;
    if (!conn || !conn->phys_ctx->callbacks.log_message)
        return;
    vsnprintf(text, sizeof(text), fmt, ap);
    conn->phys_ctx->callbacks.log_message(conn, text);
}

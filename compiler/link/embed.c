/* SPDX-License-Identifier: MIT
 *
 * Embedding: .incbin copies bytes at the speed of the disk, where arrays in C
 * would keep the compiler busy for seconds. Every symbol is hidden and
 * read-only. File i of the bundle is web_<i>_br and web_<i>_gz.
 */
#include "link/embed.h"

#include "link/pack.h"

static size_t aligned(size_t size)
{
    return (size + EMBED_ALIGN - 1) / EMBED_ALIGN * EMBED_ALIGN;
}

void embed_blob(Buf *out, const EmitData *data)
{
    static const char zeros[EMBED_ALIGN];
    for (int i = 0; i < data->symbols.count; i++) {
        size_t size;
        const void *bytes = pack_stored(&data->symbols.at[i], &size);
        buf_put(out, bytes, size);
        buf_put(out, zeros, aligned(size) - size);
    }
}

static void open_symbol(Buf *out, const char *name)
{
    buf_printf(out, "    .balign %d\n    .globl %s\n    .hidden %s\n    .type %s, @object\n%s:\n",
               EMBED_ALIGN, name, name, name, name);
}

static void close_symbol(Buf *out, const char *name)
{
    buf_printf(out, "    .size %s, . - %s\n", name, name);
}

static void put_file(Buf *out, const char *name, const char *file, const char *ending)
{
    open_symbol(out, name);
    buf_printf(out, "    .incbin \"%s%s\"\n", file, ending);
    close_symbol(out, name);
}

static const char *packed_name(Arena *arena, int symbol)
{
    return arena_printf(arena, "packed_%d", symbol);
}

/* Room for what is unpacked. */
static void put_memory(Buf *out, const EmitData *data)
{
    buf_puts(out, "    .bss\n");
    for (int i = 0; i < data->symbols.count; i++) {
        const EmitSymbol *symbol = &data->symbols.at[i];
        if (!symbol->packed)
            continue;
        open_symbol(out, symbol->name);
        buf_printf(out, "    .zero %zu\n",
                   symbol->reserved > symbol->size ? symbol->reserved : symbol->size);
        close_symbol(out, symbol->name);
    }
}

void embed_assembler(Buf *out, const EmitData *data, const Bundle *bundle)
{
    buf_puts(out, "    .section .rodata\n");
    size_t offset = 0;
    for (int i = 0; i < data->symbols.count; i++) {
        const EmitSymbol *symbol = &data->symbols.at[i];
        const char *name = symbol->packed ? packed_name(out->arena, i) : symbol->name;
        size_t size;
        (void)pack_stored(symbol, &size);
        open_symbol(out, name);
        if (size)
            buf_printf(out, "    .incbin \"data.bin\", %zu, %zu\n", offset, size);
        if (!symbol->packed && symbol->reserved > size)
            buf_printf(out, "    .skip %zu\n", symbol->reserved - size);
        close_symbol(out, name);
        offset += aligned(size);
    }
    put_file(out, "web_licenses", "licenses.txt", "");
    buf_puts(out, "    .byte 0\n");
    for (int i = 0; i < bundle->files.count; i++) {
        const char *path = arena_printf(out->arena, "web/%s", bundle->files.at[i].file->file);
        put_file(out, arena_printf(out->arena, "web_%d_br", i), path, ".br");
        put_file(out, arena_printf(out->arena, "web_%d_gz", i), path, ".gz");
    }
    for (int i = 0; i < bundle->assets.count; i++) {
        const char *name = arena_printf(out->arena, "asset_%d", i);
        put_file(out, name, name, "");
        if (bundle->assets.at[i].gzip_size)
            put_file(out, arena_printf(out->arena, "asset_%d_gz", i), name, ".gz");
    }
    put_memory(out, data);
    buf_puts(out, "    .section .note.GNU-stack,\"\",@progbits\n");
}

/* ---- the table ------------------------------------------------------------ */

static void put_literal(Buf *out, const char *text)
{
    buf_putc(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            buf_putc(out, '\\');
        buf_putc(out, *text);
    }
    buf_putc(out, '"');
}

static void put_own_asset(Buf *out, const Asset *asset, int index)
{
    buf_puts(out, "    {.path = ");
    put_literal(out, arena_printf(out->arena, "assets/%s", asset->path));
    buf_puts(out, ",\n     .content_type = ");
    put_literal(out, asset->content_type);
    buf_printf(out, ",\n     .etag = \"\\\"%s\\\"\",\n     .plain = asset_%d, .plain_len = %zu",
               asset->hash, index, asset->size);
    if (asset->gzip_size)
        buf_printf(out, ", .gzip = asset_%d_gz, .gzip_len = %zu", index, asset->gzip_size);
    buf_puts(out, "},\n");
}

static void put_assets(Buf *out, const Bundle *bundle)
{
    buf_puts(out, "extern const char web_licenses[];\n");
    for (int i = 0; i < bundle->files.count; i++)
        buf_printf(out, "extern const unsigned char web_%d_br[], web_%d_gz[];\n", i, i);
    for (int i = 0; i < bundle->assets.count; i++)
        buf_printf(out, "extern const unsigned char asset_%d[]%s;\n", i,
                   bundle->assets.at[i].gzip_size ? arena_printf(out->arena, ", asset_%d_gz[]", i)
                                                  : "");
    buf_puts(out, "\nstatic const DashAsset assets[] = {\n");
    for (int i = 0; i < bundle->files.count; i++) {
        const BundleFile *file = &bundle->files.at[i];
        buf_puts(out, "    {.path = ");
        put_literal(out, bundle_url(out->arena, file->file));
        buf_puts(out, ",\n     .content_type = ");
        put_literal(out, file->file->content_type);
        buf_printf(
            out,
            ",\n     .etag = \"\\\"%s\\\"\",\n     .brotli = web_%d_br, .gzip = web_%d_gz,\n"
            "     .brotli_len = %zu, .gzip_len = %zu, .plain_len = %zu, .immutable = true},\n",
            file->file->hash, i, i, file->brotli_size, file->gzip_size, file->file->plain_size);
    }
    for (int i = 0; i < bundle->assets.count; i++)
        put_own_asset(out, &bundle->assets.at[i], i);
    buf_puts(out, "};\n\n");
}

static const char *const script_kinds[] = {
    [LINK_SCRIPT] = "DASH_SCRIPT",
    [LINK_STYLESHEET] = "DASH_STYLESHEET",
    [LINK_PRELOAD] = "DASH_SCRIPT_PRELOAD",
    [LINK_PLOTLY] = "DASH_SCRIPT_PRELOAD",
};

static const char *const own_kinds[] = {
    [ASSET_STYLESHEET] = "DASH_STYLESHEET",
    [ASSET_SCRIPT] = "DASH_SCRIPT",
    [ASSET_MODULE] = "DASH_SCRIPT_MODULE",
    [ASSET_FAVICON] = "DASH_FAVICON",
};

static int put_own_scripts(Buf *out, const Bundle *bundle)
{
    int count = 0;
    for (int i = 0; i < bundle->assets.count; i++) {
        const Asset *asset = &bundle->assets.at[i];
        if (asset->role == ASSET_FILE)
            continue;
        buf_printf(out, "    {%s, ", own_kinds[asset->role]);
        put_literal(out, asset_url(out->arena, asset));
        buf_puts(out, "},\n");
        count++;
    }
    return count;
}

/* The program's own scripts come before the renderer's, as in Dash. */
static int put_scripts(Buf *out, const Bundle *bundle)
{
    int count = 0;
    bool own = false;
    buf_puts(out, "static const DashScript scripts[] = {\n");
    for (int i = 0; i < bundle->files.count; i++) {
        const LinkFile *file = bundle->files.at[i].file;
        if (file->role == LINK_ASSET)
            continue;
        if (!own && strstr(file->url, "dash_renderer")) {
            count += put_own_scripts(out, bundle);
            own = true;
        }
        buf_printf(out, "    {%s, ", script_kinds[file->role]);
        put_literal(out, bundle_url(out->arena, file));
        buf_puts(out, "},\n");
        count++;
    }
    if (!own)
        count += put_own_scripts(out, bundle);
    buf_puts(out, "};\n\n");
    return count;
}

/* The pieces to unpack; how many there are. */
static int put_packed(Buf *out, const EmitData *data)
{
    Buf pieces = {.arena = out->arena};
    int count = 0;
    for (int i = 0; i < data->symbols.count; i++) {
        const EmitSymbol *symbol = &data->symbols.at[i];
        size_t from = 0;
        if (!symbol->packed)
            continue;
        const char *packed = packed_name(out->arena, i);
        buf_printf(out, "extern unsigned char %s[];\nextern const unsigned char %s[];\n",
                   symbol->name, packed);
        for (int k = 0; k < symbol->pieces.count; k++, count++) {
            const EmitPiece *piece = &symbol->pieces.at[k];
            buf_printf(&pieces, "    {%s + %zu, %s + %zu, %zu, %zu},\n", symbol->name, piece->at,
                       packed, from, piece->size, piece->packed);
            from += piece->packed;
        }
    }
    if (count)
        buf_printf(out, "\nstatic const DashPacked packed[] = {\n%s};\n\n", pieces.ptr);
    return count;
}

void embed_table(Buf *out, const EmitData *data, const Bundle *bundle, const Program *program)
{
    buf_puts(out, "#include <dash/app.h>\n\n");
    int packed_count = put_packed(out, data);
    put_assets(out, bundle);
    int script_count = put_scripts(out, bundle);
    Buf paths = {.arena = out->arena};
    bundle_children_props(&paths, program);
    buf_printf(out,
               "extern const DashBundle dash_bundle;\nconst DashBundle dash_bundle = {\n"
               "    .assets = assets,\n    .asset_count = %d,\n"
               "    .scripts = scripts,\n    .script_count = %d,\n    .plotly_path = ",
               bundle->files.count + bundle->assets.count, script_count);
    if (bundle->plotly)
        put_literal(out, bundle_url(out->arena, bundle->plotly));
    else
        buf_puts(out, "NULL");
    buf_puts(out, ",\n    .children_props = ");
    put_literal(out, paths.ptr);
    buf_puts(out, ",\n    .licenses = web_licenses,\n");
    if (packed_count)
        buf_printf(out,
                   "    .packed = packed,\n    .packed_count = %d,\n    .unpack = dash_unpack,\n",
                   packed_count);
    buf_puts(out, "};\n");
}

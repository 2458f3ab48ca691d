// SPDX-License-Identifier: MIT
//
// Compresses front-end files as small as they get, once: results are kept in
// .cache/web at the top of the tree under the hash of the plain bytes, so that
// every build folder shares them.

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const cache = join(dirname(fileURLToPath(import.meta.url)), "../../.cache/web");

const methods = {
    br: (bytes) => promisify(brotliCompress)(bytes, {
        params: {
            [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
            [constants.BROTLI_PARAM_QUALITY]: 11,
            [constants.BROTLI_PARAM_LGWIN]: 24,
            [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
    }),
    gz: (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

export function write_whole(path, bytes) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.${process.pid}`, bytes);
    renameSync(`${path}.${process.pid}`, path);
}

async function compressed(method, hash, bytes) {
    const kept = join(cache, `${hash}.${method}`);
    if (existsSync(kept)) return readFileSync(kept);
    const result = await methods[method](bytes);
    write_whole(kept, result);
    return result;
}

// Writes path.br and path.gz for each {path, hash, bytes}; two at a time, large
// ones first. `progress(done, all)` is called after each.
export async function compress_all(files, progress) {
    const jobs = [...files].sort((a, b) => b.bytes.length - a.bytes.length);
    const all = jobs.length;
    let done = 0;
    const work = async () => {
        for (let job = jobs.shift(); job; job = jobs.shift()) {
            for (const method of ["br", "gz"])
                write_whole(`${job.path}.${method}`, await compressed(method, job.hash, job.bytes));
            progress(++done, all);
        }
    };
    await Promise.all([work(), work()]);
}

// SPDX-License-Identifier: MIT
//
// The columns of a Parquet file, {name: [value, …]}: int64 as bigints, times as Dates.

import { asyncBufferFromFile, parquetRead } from "hyparquet";
import { compressors } from "hyparquet-compressors";

export async function read_parquet(path) {
    const columns = {};
    const onChunk = ({ columnName, columnData, rowStart }) => {
        const column = (columns[columnName] ??= []);
        for (let i = 0; i < columnData.length; i++) column[rowStart + i] = columnData[i];
    };
    await parquetRead({ file: await asyncBufferFromFile(path), compressors, onChunk });
    return columns;
}

/** The types that a column may have. `string` also takes objects and lists, as their JSON text. */
export type ColumnType = 'string' | 'integer' | 'double' | 'boolean';
export type Columns = Readonly<Record<string, ColumnType>>;

/** What each is in DuckDB and, as a physical type, in Parquet (parquet-format, `parquet.thrift`, enum Type). */
export const COLUMN_TYPES: Readonly<Record<ColumnType, { readonly duckdb: string; readonly parquet: string }>> = {
  string: { duckdb: 'VARCHAR', parquet: 'BYTE_ARRAY' },
  integer: { duckdb: 'BIGINT', parquet: 'INT64' },
  double: { duckdb: 'DOUBLE', parquet: 'DOUBLE' },
  boolean: { duckdb: 'BOOLEAN', parquet: 'BOOLEAN' },
};

"""Hot statements made from the tables' own columns, so that no statement repeats what `tables` says."""

from __future__ import annotations

from functools import cache

from sqlalchemy import BigInteger, LargeBinary, SmallInteger, Table


@cache
def insert_sql(table: Table) -> str:
    """INSERT with one `?` a column."""
    names = ", ".join(column.name for column in table.columns)
    return f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(table.columns))})"


@cache
def conflict_clause(table: Table) -> str:
    """What makes an INSERT replace the row with the same primary key."""
    key = ", ".join(column.name for column in table.primary_key.columns)
    rest = ", ".join(f"{one.name} = excluded.{one.name}" for one in table.columns if not one.primary_key)
    return f" ON CONFLICT ({key}) DO UPDATE SET {rest}"


@cache
def delete_sql(table: Table) -> str:
    """DELETE by primary key, one `?` a key column."""
    return f"DELETE FROM {table.name} WHERE " + " AND ".join(
        f"{column.name} = ?" for column in table.primary_key.columns
    )


@cache
def array_types(table: Table) -> tuple[str, ...]:
    """Postgres's array type for each column."""
    return tuple(_array_type(column.type) for column in table.columns)


def _array_type(type_: object) -> str:
    if isinstance(type_, BigInteger):
        return "bigint[]"
    if isinstance(type_, SmallInteger):
        return "smallint[]"
    return "bytea[]" if isinstance(type_, LargeBinary) else "text[]"


@cache
def insert_arrays_sql(table: Table) -> str:
    """INSERT of many rows from one array a column, for Postgres."""
    names = ", ".join(column.name for column in table.columns)
    arrays = ", ".join(f"?::{kind}" for kind in array_types(table))
    return f"INSERT INTO {table.name} ({names}) SELECT * FROM unnest({arrays})"


@cache
def delete_arrays_sql(table: Table) -> str:
    """DELETE of many keys from one array a key column, for Postgres."""
    keys = [column.name for column in table.primary_key.columns]
    types = dict(zip((column.name for column in table.columns), array_types(table), strict=True))
    arrays = ", ".join(f"?::{types[key]}" for key in keys)
    matches = " AND ".join(f"t.{key} = gone.{key}" for key in keys)
    # Found through the index whatever the planner thinks of the table's size; see `postgres._worded`.
    rows = (
        f"SELECT f.ctid FROM unnest({arrays}) AS gone({', '.join(keys)}) "
        f"CROSS JOIN LATERAL (SELECT t.ctid FROM {table.name} t WHERE {matches} OFFSET 0) AS f"
    )
    return f"DELETE FROM {table.name} WHERE ctid = ANY(ARRAY({rows}))"

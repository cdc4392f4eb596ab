#!/bin/sh
# Makes Temporal's two databases, or brings them up to the version of this image. May run any number of times.
set -eu

SQL_PASSWORD="$(cat /run/secrets/temporal_database_password)"
export SQL_PASSWORD

sql() { # sql DATABASE COMMAND...
  database="$1"
  shift
  temporal-sql-tool --plugin postgres12 --ep temporal-database -p 5432 -u temporal --db "$database" "$@"
}

prepare() { # prepare DATABASE SCHEMA
  sql "$1" create
  sql "$1" setup-schema -v 0.0 # leaves a later version as it is
  sql "$1" update-schema -d "$2"
}

schemas=/etc/temporal/schema/postgresql/v12
prepare temporal "$schemas/temporal/versioned"
prepare temporal_visibility "$schemas/visibility/versioned"

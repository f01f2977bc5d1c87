#!/usr/bin/env bash
# Stands in for a program where a script or another program starts it: PORT PROGRAM WORD… What it was called with goes to
# the port, and what the program printed comes back in files. A shell, as it starts in a tenth of the time that Node takes.
exec 3<>"/dev/tcp/127.0.0.1/$1"
shift
{
  printf '%s\0' "$#" "$PWD" "$@"
  env -0
  printf '\0'
} >&3
read -r code folder <&3
cat "$folder/stdout"
cat "$folder/stderr" >&2
exit "$code"

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Hardens onto disks that are too small (tmpfs, needs root): seen beforehand, and filling up on the way.
# usage: bench/disk_full.sh PAIR
set -eu
lox=$(dirname "$0")/../lox
disk=$(mktemp -d)
trap 'umount "$disk" 2>/dev/null || true; rmdir "$disk"' EXIT
size=$(du -sm "$1/aligned" | cut -f 1)

mount -t tmpfs -o size=$((size / 2))m tmpfs "$disk"
code=0; "$lox" harden --base "$1/base" --aligned "$1/aligned" --out "$disk/out" || code=$?
[ $code -eq 3 ] && [ -z "$(ls -A "$disk")" ] || { echo "expected exit 3 and an empty disk, got $code"; exit 1; }
umount "$disk"

mount -t tmpfs -o size=$((size + 20))m tmpfs "$disk"
( sleep 0.8; head -c $((size / 2))m /dev/zero >"$disk/other" ) &
code=0; "$lox" harden --base "$1/base" --aligned "$1/aligned" --out "$disk/out" || code=$?
wait
[ $code -eq 3 ] && [ ! -e "$disk/out" ] || { echo "expected exit 3 and no target, got $code"; exit 1; }
rm "$disk/other"
"$lox" harden --base "$1/base" --aligned "$1/aligned" --out "$disk/out" --resume --quiet
[ -e "$disk/out/model.safetensors" ] && echo "too small: exit 3 both ways, nothing at the target; resumed once there was room"

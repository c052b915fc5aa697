# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Stage 1: the programs of the machine that the lab runs on.

# command=package: looked up by command, so that a machine where they came from elsewhere is fine too.
LAB_NEEDS=(qemu-system-x86_64=qemu-system-x86 qemu-img=qemu-utils mmdebstrap=mmdebstrap mke2fs=e2fsprogs cpio=cpio
  ssh=openssh-client ssh-keygen=openssh-client python3=python3 zcat=gzip)

missing_packages() {
  local need
  for need in "${LAB_NEEDS[@]}"; do
    PATH=$PATH:/usr/sbin:/sbin command -v "${need%%=*}" >/dev/null || echo "${need#*=}"
  done | sort -u
}

ensure_packages() {
  local missing
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]} == 0)) && return
  if ((EUID != 0)); then
    die "missing: ${missing[*]}; as root: apt-get install --no-install-recommends ${missing[*]}"
  fi
  log "installing ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

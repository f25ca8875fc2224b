#!/bin/sh
# Brings what Taavon needs and nothing twice: .venv from requirements.lock, Pango, Vazirmatn.
# A finished set-up is recognised by .venv/.ready, written last; a second run ends in well under a second.
set -eu
cd "$(dirname "$0")/.."
root=$(pwd -P)
venv=.venv
ready=$venv/.ready        # holds the key of what was set up; missing or different: set up again
building=$venv/.building  # present while packages are being written: such a .venv is never trusted

say() { printf '%s\n' "$*" >&2; }
die() { say "taavon: $*"; exit 1; }

suits() {  # Python 3.12 or 3.13 that can make virtual environments
  "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 12) <= sys.version_info[:2] < (3, 14))' 2>/dev/null
}

made_here() {  # a folder that was moved or copied has scripts that point elsewhere
  grep -qF " $root/$venv" "$venv/pyvenv.cfg" 2>/dev/null
}

find_python() {
  home=${HOME:-/nonexistent}
  for candidate in ${PYTHON:+"$PYTHON"} python3.13 python3.12 python3 python \
      "${PYENV_ROOT:-$home/.pyenv}"/versions/3.13*/bin/python3 "${PYENV_ROOT:-$home/.pyenv}"/versions/3.12*/bin/python3 \
      "$home"/.local/share/uv/python/cpython-3.1[32].*/bin/python3 \
      /usr/local/bin/python3.1[32] /opt/homebrew/bin/python3.1[32] /opt/python/3.1[32]*/bin/python3; do
    if suits "$candidate"; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  return 1
}

no_python() {
  for candidate in python3.13 python3.12 python3; do
    if "$candidate" -c 'import sys; sys.exit(not (3, 12) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
      die "$candidate is here but cannot make virtual environments:" \
        "install its venv package (Debian, Ubuntu: apt-get install $("$candidate" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')) and run this again."
    fi
  done
  die "Python 3.12 or 3.13 is needed and was not found (python3 is $(python3 -V 2>&1 | sed 's/^Python //;q')):" \
    "install one (Debian 13: apt-get install python3 python3-venv; Fedora: dnf install python3.13;" \
    "macOS: brew install python@3.13; anywhere: pyenv install 3.13), or name it with PYTHON=/path/to/python3.13."
}

make_venv() {
  python=$(find_python) || no_python
  say "Setting up .venv with $("$python" -V) (once; a minute or two)"
  if [ -e "$building" ] || ! made_here || ! suits "$venv/bin/python"; then
    rm -rf "$venv"
    mkdir "$venv"
    : >"$building"
    "$python" -m venv "$venv" || die "$python could not make $root/$venv: see the lines above."
  fi
  : >"$building"
  rm -f "$ready"
  "$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-input --require-hashes \
    -r requirements.lock ||
    die "the packages of requirements.lock could not be installed: see the lines above; check the network and run this again."
  # The project itself: its folder on the path, and its command. Nothing is built, so nothing need be downloaded.
  site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  printf '%s\n' "$root" >"$site/taavon.pth"
  printf '#!/bin/sh\nexec "%s" -P -m reports.cli "$@"\n' "$root/$venv/bin/python" >"$venv/bin/taavon"
  chmod +x "$venv/bin/taavon"
  printf '%s\n' "$1" >"$building"
}

pango_loads() {
  "$venv/bin/python" -W ignore -c 'import weasyprint.text.ffi' >/dev/null 2>&1
}

check_pango() {
  pango_loads && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "Installing Pango (apt-get)"
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; } >/dev/null || say "apt-get could not install Pango: see the lines above."
    pango_loads && return 0
  fi
  die "Pango, which sets the type, is missing: install it (Debian, Ubuntu: apt-get install libpango-1.0-0" \
    "libpangoft2-1.0-0 libharfbuzz-subset0; Fedora: dnf install pango; macOS: brew install pango) and run this again."
}

# What a ready set-up depends on: the locked packages, this script, the place (scripts hold absolute paths), the machine.
key="$(cat requirements.lock .ci/setup.sh | cksum) $root $(uname -sm)"
if [ "$(cat "$ready" 2>/dev/null)" != "$key" ] || ! "$venv/bin/python" -c '' 2>/dev/null; then
  make_venv "$key"
  check_pango
  mv "$building" "$ready"
fi
"$venv/bin/python" -I fonts/bring.py

# Checks that tools/check and tools/test share. Sourced after console.sh; each function is one check
# that prints what is wrong and returns a status.
: "${root:?console.sh comes first}"
source "$root/tools/shell/tidy.sh"

cpp_files() { git -C "$root" ls-files -co --exclude-standard -- '*.h' '*.cc'; }

# Files of ours that bash runs.
shell_files() {
  local file
  git -C "$root" ls-files -co --exclude-standard -- tools .ci | while read -r file; do
    if [ -f "$root/$file" ] && { [[ $file == *.sh ]] || head -n 1 "$root/$file" | grep -q '^#!.*bash'; }; then
      printf '%s\n' "$file"
    fi
  done
}

# Packages of npm that the tests use, as the lock file says. Quick if they are there.
install_node_packages() {
  local lock=$root/tests/package-lock.json stamp=$root/tests/node_modules/.installed-lock
  if cmp -s "$lock" "$stamp"; then return; fi
  (cd "$root/tests" && npm ci --no-progress --loglevel=error) && cp "$lock" "$stamp"
}

buf() {
  local program
  program=$(compgen -G "$root/tests/node_modules/@bufbuild/buf-linux-*/bin/buf") && (cd "$root" && "$program" "$@")
}

lint_protos() { buf lint; }

# Whether every message, field and method that was released is still there and means the same, so
# that generated code goes on compiling and JSON keeps its names (buf's category FILE).
compare_protos_with_release() {
  local released=proto/released/telemachus.binpb
  if ! [ -e "$root/$released" ]; then
    echo "error: $released is missing; tools/release-protos makes it"
    return 1
  fi
  # The two modules of buf.yaml would be two images: both sides are made one.
  mkdir -p "$root/build"
  buf build --path proto/telemachus -o build/protos.binpb || return 1
  buf breaking build/protos.binpb --against "$released" --exclude-imports --config '{"version":"v2","breaking":{"use":["FILE"]}}'
}

check_format() { (cd "$root" && cpp_files | xargs -r clang-format-14 --dry-run -Werror); }

check_shell() { (cd "$root" && shell_files | xargs -r shellcheck -x -s bash); }

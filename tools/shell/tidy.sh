# clang-tidy, remembering what it found clean. Sourced after console.sh.
#
# A file is clean until it, a header of the product that it includes, its compile command's flags,
# the rules or the program change: then its key is another. Keys of clean files are the names of
# empty files in build/tidy.
: "${root:?console.sh comes first}"

# Lines "SOURCE DIGEST DIGEST…", the digests being of the product's files that the object of SOURCE
# was compiled from, as ninja noted them.
tidy_inputs() {
  {
    git -C "$root" ls-files -co --exclude-standard -- '*.h' '*.cc' | sed "s|^|$root/|"
    find "$root/build" -name '*.pb.h'
  } | xargs sha256sum |
    awk -v root="$root/" '
      FNR == NR { digest[$2] = $1; next }
      /^[^ ]/ { if (source) print line; source = "" }
      /^    / {
        path = $1
        # Beside the build folder, or in it.
        if (!sub(/^\.\.\//, root, path) && path !~ /^\//) path = root "build/" path
        if (!source) { source = path; line = path }
        if (path in digest) line = line " " digest[path]
      }
      END { if (source) print line }' - <(ninja -C "$root/build" -t deps)
}

# Lines "KEY SOURCE" for every file that was compiled.
tidy_keys() {
  local rules source digests own
  rules=$(clang-tidy-14 --version | cat - "$root/.clang-tidy" "$root/build/CMakeCache.txt" | sha256sum)
  tidy_inputs | while read -r source digests; do
    # The rules of its folder, where that has some.
    own=$root/$(printf '%s' "${source#"$root"/}" | cut -d / -f 1)/.clang-tidy
    if [ -e "$own" ]; then digests+=" $(sha256sum <"$own")"; fi
    printf '%s %s\n' "$(printf '%s %s' "$rules" "$digests" | sha256sum | cut -c1-64)" "${source#"$root"/}"
  done
}

# tidy FILE...: clang-tidy on these .cc files, as build/compile_commands.json compiles them, but for
# those that were found clean as they are.
tidy() {
  local -A keys=()
  local key file left=()
  mkdir -p "$root/build/tidy"
  while read -r key file; do keys[$file]=$key; done < <(tidy_keys)
  for file in "$@"; do
    key=${keys[$file]:-}
    if [ -z "$key" ] || ! [ -e "$root/build/tidy/$key" ]; then left+=("$file" "$key"); fi
  done
  printf '%d of %d files to look at\n' $((${#left[@]} / 2)) $#
  if [ ${#left[@]} = 0 ]; then return; fi
  # shellcheck disable=SC2016  # the inner shell's own
  (cd "$root" && printf '%s\0' "${left[@]}" | xargs -0 -n 2 -P "$(nproc)" bash -c '
    clang-tidy-14 -p build --quiet --warnings-as-errors="*" "$1" || exit 1
    if [ -n "$2" ]; then touch "build/tidy/$2"; fi' tidy)
}

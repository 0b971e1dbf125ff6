# Collects in the file $2 what CMake reads of the listings below $1. It stays as
# it is where nothing of that has changed. Ninja takes from $2.d which they are.
cd "$1" || exit
grep -E '^#(include|define) |^// (Expect|Needs): ' ch[0-9][0-9]/*.[ch]pp > "$2.new"
cp "$2.names" "$2.d"
cmp -s "$2.new" "$2" || cp "$2.new" "$2"

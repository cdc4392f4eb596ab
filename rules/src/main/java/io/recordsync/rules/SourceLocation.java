package io.recordsync.rules;

/**
 * A location in a rule file.
 *
 * @param path the keys from the top, separated by points; empty at the top
 * @param line the line number, counted from 1
 */
record SourceLocation(String path, int line) {
    static final SourceLocation TOP = new SourceLocation("", 1);

    SourceLocation child(String key, int line) {
        return new SourceLocation(path.isEmpty() ? key : path + "." + key, line);
    }

    SourceLocation item(int index, int line) {
        return new SourceLocation(path + "[" + index + "]", line);
    }

    @Override
    public String toString() {
        return path.isEmpty() ? "line " + line : "line " + line + ", " + path;
    }
}

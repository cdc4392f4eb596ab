package io.recordsync.rules;

/**
 * A place in a rule file.
 *
 * @param path keys from the top, joined by points; empty at the top
 * @param line counted from 1
 */
record Place(String path, int line) {
    static final Place TOP = new Place("", 1);

    Place child(String key, int line) {
        return new Place(path.isEmpty() ? key : path + "." + key, line);
    }

    Place item(int index, int line) {
        return new Place(path + "[" + index + "]", line);
    }

    @Override
    public String toString() {
        return path.isEmpty() ? "line " + line : "line " + line + ", " + path;
    }
}

package io.recordsync.worker.reading;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * A rule of two-way sync that is switched off: a text of a source file is replaced, and what is compiled of it takes
 * the place of the class. The code that is shipped has no switch for it.
 *
 * @param rule what is switched off
 * @param module the folder of the module, beside that of the tests
 * @param type the name of the class
 * @param text what is replaced; the source has it once
 * @param by what takes its place
 */
record Mutation(String rule, String module, String type, String text, String by) {

    @Override
    public String toString() {
        return rule;
    }

    /** The compiled classes, by their names. */
    Map<String, byte[]> compiled() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, byte[]> classes = new TreeMap<>();
        StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        List<String> options =
                List.of("-proc:none", "-parameters", "-nowarn", "-cp", System.getProperty("java.class.path"));
        boolean compiles = compiler.getTask(
                        null, new InMemory(files, classes), null, options, null, List.of(new Source(type, source())))
                .call();
        if (!compiles) {
            throw new AssertionError("the source without this rule does not compile: " + rule);
        }
        return classes;
    }

    private String source() {
        Path file = Path.of("..", module, "src/main/java", type.replace('.', '/') + ".java");
        try {
            String source = Files.readString(file);
            if (source.split(Pattern.quote(text), -1).length != 2) {
                throw new AssertionError(file + " does not have this text once: " + text);
            }
            return source.replace(text, by);
        } catch (IOException e) {
            throw new AssertionError("no source of " + type, e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String type, String text) {
            super(URI.create("string:///" + type.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Keeps what is compiled. */
    private static final class InMemory extends ForwardingJavaFileManager<StandardJavaFileManager> {

        private final Map<String, byte[]> classes;

        InMemory(StandardJavaFileManager files, Map<String, byte[]> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String name, Kind kind, FileObject sibling)
                throws IOException {
            if (location != StandardLocation.CLASS_OUTPUT) {
                return super.getJavaFileForOutput(location, name, kind, sibling);
            }
            return new SimpleJavaFileObject(URI.create("mem:///" + name), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            classes.put(name, toByteArray());
                        }
                    };
                }
            };
        }
    }

    /** Loads the project's classes anew, with those of the mutation in place of the shipped ones. */
    static final class Loader extends ClassLoader {

        private static final String PROJECT = "io.recordsync.";

        private final Map<String, byte[]> classes;

        Loader(Map<String, byte[]> classes) {
            super("mutation", Mutation.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                return name.startsWith(PROJECT) ? findClass(name) : super.loadClass(name, resolve);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] code = classes.get(name);
            if (code == null) {
                code = shipped(name);
            }
            return defineClass(name, code, 0, code.length);
        }

        private byte[] shipped(String name) throws ClassNotFoundException {
            try (var in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Gives the classes of a jar that are older than Java 6 the stack maps of newer ones (JVMS 4.7.4).
 * The JVM verifies such a class by these alone; without them it infers the types each time the
 * class is loaded, and keeps no such class in its AOT cache.
 */
final class StackMaps {
  /** Class files of Java 8, the first that need them without exception (JVMS 4.10). */
  private static final int WITH_MAPS = ClassFile.JAVA_8_VERSION;

  /** What the licence asks for (Apache-2.0, section 4). */
  private static final String CHANGES =
      "The build of ClusterLink has given the class files of this jar stack maps (JVMS 4.7.4), and"
          + " changed nothing else.\n";

  /** The same sources give the same jar. */
  private static final LocalDateTime ANY_TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

  private StackMaps() {}

  /** Writes the jar in the only argument anew, in its place. */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      throw new IllegalArgumentException("usage: java StackMaps.java <jar>");
    }
    Path jar = Path.of(args[0]);
    Path next = jar.resolveSibling(jar.getFileName() + ".next");
    try {
      rewrite(jar, next);
      Files.move(next, jar, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  private static void rewrite(Path jar, Path next) throws IOException {
    try (var old = new ZipFile(jar.toFile());
        var loader =
            new URLClassLoader(
                new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        var out = new ZipOutputStream(Files.newOutputStream(next))) {
      ClassFile classes =
          ClassFile.of(
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(loader)
                      .orElse(ClassHierarchyResolver.defaultResolver())));
      for (ZipEntry entry : Collections.list(old.entries())) {
        byte[] content = old.getInputStream(entry).readAllBytes();
        write(entry.getName(), content(classes, entry, content), out);
      }
      write("META-INF/CHANGES.txt", CHANGES.getBytes(StandardCharsets.UTF_8), out);
    }
  }

  private static byte[] content(ClassFile classes, ZipEntry entry, byte[] content) {
    if (!entry.getName().endsWith(".class")) {
      return content;
    }
    ClassModel model = classes.parse(content);
    return model.majorVersion() < ClassFile.JAVA_6_VERSION
        ? classes.transformClass(model, withMaps())
        : content;
  }

  /** Makes the version new and each method's code anew, with what that needs. */
  private static ClassTransform withMaps() {
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(WITH_MAPS, 0);
          } else {
            builder.with(element);
          }
        };
    return version.andThen(
        ClassTransform.transformingMethodBodies((builder, element) -> builder.with(element)));
  }

  private static void write(String name, byte[] content, ZipOutputStream out) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(ANY_TIME);
    out.putNextEntry(entry);
    out.write(content);
  }
}

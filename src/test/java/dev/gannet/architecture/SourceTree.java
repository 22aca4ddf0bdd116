package dev.gannet.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The sources under one folder as the compiler's own parser reads them: the classes and methods that stand in them. */
record SourceTree(List<Path> files, List<Type> classes, List<Method> methods) {

    /** A class, record, enum or interface; {@code comment} is its own, followed by those of the classes around it. */
    record Type(String where, String packageName, String comment, boolean hasMutableField, boolean synchronizesABlock) {
        boolean residesInAnyOf(Collection<String> packages) {
            return packages.stream()
                    .map(name -> "dev.gannet." + name)
                    .anyMatch(name -> packageName.equals(name) || packageName.startsWith(name + "."));
        }
    }

    /** A method or constructor; {@code lines} counts from its first modifier to its closing brace. */
    record Method(String where, long lines, int parameters, boolean constructsRecord) {}

    static SourceTree parse(Path root) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> walked = Files.walk(root);
                StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            List<Path> files = walked.filter(SourceTree::isSource).toList();
            var task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            var tree = new SourceTree(files, new ArrayList<>(), new ArrayList<>());
            for (CompilationUnitTree unit : task.parse()) {
                new Scan(tree, unit, Trees.instance(task)).scan(unit, null);
            }
            return tree;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isSource(Path file) {
        return file.toString().endsWith(".java");
    }

    private static final class Scan extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final SourceTree tree;
        private final CompilationUnitTree unit;
        private final Trees trees;

        Scan(SourceTree tree, CompilationUnitTree unit, Trees trees) {
            this.tree = tree;
            this.unit = unit;
            this.trees = trees;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
            boolean mutable = type.getKind() != Tree.Kind.RECORD
                    && type.getKind() != Tree.Kind.INTERFACE
                    && type.getMembers().stream().anyMatch(Scan::isMutableField);
            tree.classes.add(new Type(
                    where(type, type.getSimpleName()),
                    String.valueOf(unit.getPackageName()),
                    comments(getCurrentPath()),
                    mutable,
                    synchronizes(type)));
            return super.visitClass(type, null);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
            Tree owner = getCurrentPath().getParentPath().getLeaf();
            boolean constructsRecord =
                    owner.getKind() == Tree.Kind.RECORD && method.getName().contentEquals("<init>");
            long lines = line(end(method)) - line(start(method)) + 1;
            tree.methods.add(new Method(
                    where(method, method.getName()),
                    lines,
                    method.getParameters().size(),
                    constructsRecord));
            return super.visitMethod(method, null);
        }

        private static boolean isMutableField(Tree member) {
            return member instanceof VariableTree field
                    && !field.getModifiers().getFlags().contains(Modifier.FINAL)
                    && !field.getModifiers().getFlags().contains(Modifier.STATIC);
        }

        private String comments(@Nullable TreePath innermost) {
            var all = new StringBuilder();
            for (TreePath path = innermost; path != null; path = path.getParentPath()) {
                if (path.getLeaf() instanceof ClassTree) {
                    all.append(trees.getDocComment(path)).append('\n');
                }
            }
            return all.toString();
        }

        private static boolean synchronizes(ClassTree type) {
            var found = new boolean[1];
            new TreeScanner<@Nullable Void, @Nullable Void>() {
                @Override
                public @Nullable Void visitSynchronized(SynchronizedTree block, @Nullable Void unused) {
                    found[0] = true;
                    return null;
                }
            }.scan(type, null);
            return found[0];
        }

        private String where(Tree tree, CharSequence name) {
            return unit.getSourceFile().getName() + ":" + line(start(tree)) + " " + name;
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }

        private long start(Tree tree) {
            return positions().getStartPosition(unit, tree);
        }

        private long end(Tree tree) {
            return positions().getEndPosition(unit, tree);
        }

        private SourcePositions positions() {
            return trees.getSourcePositions();
        }
    }
}

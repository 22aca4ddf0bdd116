package dev.gannet.launch;

import static java.lang.System.Logger.Level.DEBUG;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What the JVM's second compiler leaves to the first one, told to the JVM: code that runs while a server starts and hardly
 * ever after. It would take a third of the processor time of a start. An option of the JVM could name the file too, but
 * would have it print a line at each start.
 */
final class CompilerDirectives {
    /** Where they are in a home, and beside this class. */
    static final String FILE = "compiler.json";

    private CompilerDirectives() {}

    /** A JVM that takes no such thing only starts more slowly. */
    static void add(Path file) {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "compilerDirectivesAdd",
                            new Object[] {new String[] {file.toString()}},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            System.getLogger(CompilerDirectives.class.getPackageName()).log(DEBUG, "no compiler directives", e);
        }
    }
}

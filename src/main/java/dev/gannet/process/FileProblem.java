package dev.gannet.process;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** What went wrong with a file, in the operating system's words as the reference prints them. Pure functions. */
final class FileProblem {
    private FileProblem() {}

    /** Returns {@code open /a/b: no such file or directory}. */
    static String text(String operation, String path, IOException problem) {
        return operation + " " + path + ": " + reason(problem);
    }

    private static String reason(IOException problem) {
        if (problem instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (problem instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (problem instanceof FileSystemException system && system.getReason() != null) {
            return lowerCaseStart(system.getReason());
        }
        String message = String.valueOf(problem.getMessage());
        if (problem instanceof FileNotFoundException && message.endsWith(")")) {
            message = message.substring(message.lastIndexOf('(') + 1, message.length() - 1);
        }
        return lowerCaseStart(message);
    }

    /** The system's own texts begin with a capital here and not there. */
    static String lowerCaseStart(@Nullable String text) {
        String known = String.valueOf(text);
        return known.isEmpty() ? known : Character.toLowerCase(known.charAt(0)) + known.substring(1);
    }
}

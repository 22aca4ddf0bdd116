package dev.gannet.config.sharing;

import dev.gannet.base.Quoted;
import dev.gannet.config.sharing.ExportConfig.Kind;
import dev.gannet.config.sharing.ExportConfig.Response;
import dev.gannet.subject.Subjects;
import dev.gannet.subject.transform.SubjectTransform;
import dev.gannet.subject.transform.TransformException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether accounts take only what they are given (CF-192), in the order and with the texts of the reference server: first
 * what is exported, since an import needs it.
 */
public final class SharingCheck {
    private static final String INVALID_SUBJECT = "sublist: invalid subject";
    private static final String CYCLE = "import forms a cycle";
    private static final int CYCLE_SEARCH_MAX = 1024;

    private final Map<String, AccountFeatures> accounts;
    private final boolean hasSystemAccount;
    private final Map<String, List<ImportConfig>> taken = new TreeMap<>(); // Those that are good, as far as looked at.
    private final List<String> problems = new ArrayList<>();

    /** {@code accounts} by name, in the order of the file; without a system account nobody is told of latencies. */
    public SharingCheck(Map<String, AccountFeatures> accounts, boolean hasSystemAccount) {
        this.accounts = accounts;
        this.hasSystemAccount = hasSystemAccount;
    }

    /** Returns what is wrong; empty if nothing is. */
    public List<String> problems() {
        for (Kind kind : Kind.values()) {
            accounts.forEach((name, account) -> account.exports().stream()
                    .filter(export -> export.kind() == kind)
                    .forEach(export -> checkExport(account, export)));
        }
        for (Kind kind : Kind.values()) {
            accounts.forEach((name, account) -> account.imports().stream()
                    .filter(read -> read.kind() == kind)
                    .forEach(read -> checkImport(name, read)));
        }
        return List.copyOf(problems);
    }

    private void checkExport(AccountFeatures account, ExportConfig export) {
        String what = name(export.kind());
        for (String other : export.accounts()) {
            if (!accounts.containsKey(other)) {
                problems.add(Quoted.of(other) + " account not defined for " + what + " export");
            }
        }
        if (!isAccountToken(export)) {
            problems.add("Error adding " + what + " export " + Quoted.of(export.subject()) + ": " + INVALID_SUBJECT);
            return;
        }
        ExportConfig.Latency latency = export.latency();
        if (latency == null) {
            return;
        }
        String fault = "Error adding service latency sampling for " + Quoted.of(export.subject());
        if (!hasSystemAccount) {
            problems.add(fault + ": system account not setup");
            return;
        }
        fault += " on subject " + Quoted.of(latency.subject()) + ": ";
        List<ExportConfig> exports = account.exports();
        boolean loops =
                exports.subList(0, exports.indexOf(export) + 1).stream() // Those that stand behind do not count.
                        .anyMatch(other -> other.kind() == Kind.SERVICE
                                && (other.subject().equals(latency.subject())
                                        || Subjects.isSubset(latency.subject(), other.subject())));
        if (!Subjects.isPublishable(latency.subject()) || loops) {
            problems.add(fault + "invalid publish subject");
        } else if (export.response() != Response.SINGLETON) {
            problems.add(fault + "bad service response type");
        }
    }

    private static boolean isAccountToken(ExportConfig export) {
        int position = export.accountTokenPosition();
        if (position == 0) {
            return true;
        }
        String[] tokens = export.subject().split("\\.", -1);
        return position > 0 && position <= tokens.length && tokens[position - 1].equals("*");
    }

    private void checkImport(String name, ImportConfig read) {
        AccountFeatures other = accounts.get(read.account());
        String what = name(read.kind());
        if (other == null) {
            problems.add(Quoted.of(read.account()) + " account not defined for " + what + " import");
            return;
        }
        String problem = read.kind() == Kind.STREAM ? streamProblem(name, read) : serviceProblem(name, read);
        if (problem.isEmpty()) {
            taken.computeIfAbsent(name, account -> new ArrayList<>()).add(read);
        } else {
            problems.add("Error adding " + what + " import " + Quoted.of(read.subject()) + ": " + problem);
        }
    }

    private String streamProblem(String name, ImportConfig read) {
        String from = read.subject();
        if (!Subjects.isValidConfigured(from) || !isGiven(name, read)) {
            return "stream import not authorized";
        }
        if (!read.prefix().isEmpty() && !Subjects.isLiteral(read.prefix())) {
            return "stream import prefix can not contain wildcard tokens";
        }
        String to = local(read);
        if (formsCycle(read, to, name) || formsCycle(read, from, name)) {
            return CYCLE;
        }
        try {
            SubjectTransform.ofStreamImport(from, to);
        } catch (TransformException e) {
            return "failed to create mapping transform for stream import subject from " + Quoted.of(from) + " to "
                    + Quoted.of(to) + ": " + e.getMessage();
        }
        boolean isThere = taken.getOrDefault(name, List.of()).stream()
                .anyMatch(earlier -> earlier.kind() == Kind.STREAM
                        && earlier.account().equals(read.account())
                        && earlier.subject().equals(from));
        return isThere ? "stream import already exists" : "";
    }

    private String serviceProblem(String name, ImportConfig read) {
        String to = read.subject();
        String from = read.to();
        if (!Subjects.isValidConfigured(from) || !Subjects.isValidConfigured(to)) {
            return INVALID_SUBJECT;
        }
        if (!isGiven(name, read)) {
            return "service import not authorized";
        }
        if (formsCycle(read, Subjects.isLiteral(to) ? from : SubjectTransform.sourceOf(from), name)) {
            return CYCLE;
        }
        try {
            SubjectTransform.ofServiceImport(to, from);
        } catch (TransformException e) {
            return "failed to create mapping transform for service import subject from " + Quoted.of(from) + " to "
                    + Quoted.of(SubjectTransform.sourceOf(to)) + ": " + e.getMessage();
        }
        return "";
    }

    /** Whether the other account exports it, and to this one. */
    private boolean isGiven(String name, ImportConfig read) {
        AccountFeatures other = accounts.getOrDefault(read.account(), AccountFeatures.NONE);
        String subject = read.subject();
        List<ExportConfig> exports = other.exports().stream()
                .filter(export -> export.kind() == read.kind())
                .toList();
        if (exports.stream().anyMatch(export -> export.subject().equals(subject))) {
            return isFor(name, subject, exports, subject);
        }
        return exports.stream()
                .map(ExportConfig::subject)
                .filter(exported -> Subjects.isSubset(subject, exported))
                .findFirst()
                .map(exported -> isFor(name, subject, exports, exported))
                .orElse(false);
    }

    /** What is exported twice is for those whom one of them names, and for everybody only if none names anybody. */
    private static boolean isFor(String name, String subject, List<ExportConfig> exports, String exported) {
        List<ExportConfig> same = exports.stream()
                .filter(export -> export.subject().equals(exported))
                .toList();
        String[] tokens = subject.split("\\.", -1);
        for (ExportConfig export : same) {
            int position = export.accountTokenPosition();
            if (position > 0) {
                return tokens[position - 1].equals(name); // Never where it is the wildcard itself.
            }
        }
        return same.stream().allMatch(export -> export.accounts().isEmpty())
                || same.stream().anyMatch(export -> export.accounts().contains(name));
    }

    private boolean formsCycle(ImportConfig read, String subject, String name) {
        return reaches(read.account(), read.kind(), subject, new HashSet<>(Set.of(name)));
    }

    /** Whether what goes to {@code subject} of an account comes back to one that was visited. */
    private boolean reaches(String account, Kind kind, String subject, Set<String> visited) {
        if (visited.size() >= CYCLE_SEARCH_MAX) {
            return true;
        }
        if (kind == Kind.STREAM && !exportsStream(account, subject)) {
            return false;
        }
        for (ImportConfig read : taken.getOrDefault(account, List.of())) {
            if (read.kind() != kind || !Subjects.collide(subject, coming(read))) {
                continue;
            }
            if (visited.contains(read.account())) {
                return true;
            }
            visited.add(account);
            String next = leaving(read);
            if (reaches(read.account(), kind, Subjects.isSubset(next, subject) ? next : subject, visited)) {
                return true;
            }
        }
        return false;
    }

    private boolean exportsStream(String account, String subject) {
        return accounts.getOrDefault(account, AccountFeatures.NONE).exports().stream()
                .anyMatch(export -> export.kind() == Kind.STREAM && Subjects.isSubset(subject, export.subject()));
    }

    private static String coming(ImportConfig read) {
        return SubjectTransform.sourceOf(read.kind() == Kind.STREAM ? local(read) : read.subject());
    }

    private static String leaving(ImportConfig read) {
        return SubjectTransform.sourceOf(read.kind() == Kind.STREAM ? read.subject() : read.to());
    }

    /** What the subject of a stream is called in the account that takes it. */
    private static String local(ImportConfig read) {
        if (!read.prefix().isEmpty()) {
            return read.prefix() + (read.prefix().endsWith(".") ? "" : ".") + read.subject();
        }
        return read.to().isEmpty() ? read.subject() : read.to();
    }

    private static String name(Kind kind) {
        return kind == Kind.STREAM ? "stream" : "service";
    }
}

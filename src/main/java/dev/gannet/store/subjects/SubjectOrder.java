package dev.gannet.store.subjects;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The numbers of all subjects in the order of the subjects' bytes: pages of numbers, each at least a quarter full but
 * the only one. The subjects themselves stand elsewhere, so a place in it costs four bytes and a bit.
 *
 * <p><b>Owner:</b> the owner of the table it belongs to.
 */
final class SubjectOrder {
    private static final int PAGE_MAX = 512;
    private static final int PAGE_MIN = PAGE_MAX / 4;
    private static final int FIRST_MIN = 8;

    private final Texts texts;
    private final Ints places;
    private final List<Page> pages = new ArrayList<>();

    private static final class Page {
        private int[] ids;
        private int size;

        Page(int capacity) {
            ids = new int[capacity];
        }

        void insert(int index, int id) {
            if (size == ids.length) {
                ids = Arrays.copyOf(ids, Math.min(PAGE_MAX, 2 * size));
            }
            System.arraycopy(ids, index, ids, index + 1, size - index);
            ids[index] = id;
            size++;
        }
    }

    SubjectOrder(Texts texts, Ints places) {
        this.texts = texts;
        this.places = places;
    }

    void add(int id, byte[] subject, int from, int length) {
        if (pages.isEmpty()) {
            pages.add(new Page(FIRST_MIN));
        }
        int at = page(subject, from, length);
        Page page = pages.get(at);
        int index = index(page, subject, from, length);
        if (page.size < PAGE_MAX) {
            page.insert(index, id);
            return;
        }
        // Subjects that come in their order fill their pages.
        int left = at == pages.size() - 1 && index == PAGE_MAX ? PAGE_MAX : PAGE_MAX / 2;
        Page right = new Page(PAGE_MAX);
        right.size = PAGE_MAX - left;
        System.arraycopy(page.ids, left, right.ids, 0, right.size);
        page.size = left;
        pages.add(at + 1, right);
        if (index >= left) {
            right.insert(index - left, id);
        } else {
            page.insert(index, id);
        }
    }

    void remove(int id, byte[] subject) {
        int at = page(subject, 0, subject.length);
        Page page = pages.get(at);
        int index = index(page, subject, 0, subject.length);
        assert page.ids[index] == id : "each subject is here once";
        page.size--;
        System.arraycopy(page.ids, index + 1, page.ids, index, page.size - index);
        if (page.size < PAGE_MIN) {
            join(at);
        }
    }

    /** Returns a cursor before the first subject that is not less. */
    SubjectCursor from(byte[] subject, int length) {
        if (pages.isEmpty()) {
            return new SubjectCursor(this, 0, 0);
        }
        int at = page(subject, 0, length);
        return new SubjectCursor(this, at, index(pages.get(at), subject, 0, length));
    }

    /** Returns the number at a place, or that there is none there. */
    int at(int page, int index) {
        return page < pages.size() && index < pages.get(page).size ? pages.get(page).ids[index] : SubjectTable.NONE;
    }

    int pages() {
        return pages.size();
    }

    long memoryBytes() {
        long bytes = 0;
        for (Page page : pages) {
            bytes += (long) Integer.BYTES * page.ids.length + 56;
        }
        return bytes;
    }

    /** A page with little joins a neighbour if both together leave room; an empty one goes. */
    private void join(int at) {
        Page page = pages.get(at);
        if (page.size == 0) {
            pages.remove(at);
            return;
        }
        int left = at + 1 < pages.size() ? at : at - 1;
        if (left < 0 || pages.get(left).size + pages.get(left + 1).size > PAGE_MAX / 2) {
            return;
        }
        Page into = pages.get(left);
        Page gone = pages.remove(left + 1);
        into.ids = Arrays.copyOf(into.ids, PAGE_MAX);
        System.arraycopy(gone.ids, 0, into.ids, into.size, gone.size);
        into.size += gone.size;
    }

    /** Returns the page where a subject is or belongs: the last one that does not begin behind it. */
    private int page(byte[] subject, int from, int length) {
        int low = 0;
        int high = pages.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (compare(pages.get(middle).ids[0], subject, from, length) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Returns the index of the first subject in a page that is not less. */
    private int index(Page page, byte[] subject, int from, int length) {
        int low = 0;
        int high = page.size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(page.ids[middle], subject, from, length) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int compare(int id, byte[] subject, int from, int length) {
        return texts.compare(places.get(id), subject, from, length);
    }
}

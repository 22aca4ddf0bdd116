package dev.gannet.store.subjects;

/**
 * A walk through the subjects of a table in their order; over when the table changes.
 *
 * <p><b>Owner:</b> the owner of the table.
 */
public final class SubjectCursor {
    private final SubjectOrder order;
    private int page;
    private int index;

    SubjectCursor(SubjectOrder order, int page, int index) {
        this.order = order;
        this.page = page;
        this.index = index;
    }

    /** Returns the number of the next subject, or {@link SubjectTable#NONE} behind the last one. */
    public int next() {
        int id = order.at(page, index);
        if (id == SubjectTable.NONE && page + 1 < order.pages()) {
            page++;
            index = 0;
            id = order.at(page, index);
        }
        index++;
        return id;
    }
}

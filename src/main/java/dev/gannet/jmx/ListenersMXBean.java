package dev.gannet.jmx;

/** Where a server is listened to. */
@Description("Where the server takes connections")
public interface ListenersMXBean {
    @Description("Each of them, with its address")
    Listener[] getListeners();

    /** One of them. */
    interface Listener {
        /** What comes there: {@code client}, {@code monitoring}, {@code in-process}. */
        String getKind();

        /** The address; empty for none. */
        String getHost();

        /** The port; 0 for none. */
        int getPort();

        /** {@code none}, {@code available} or {@code required}. */
        String getTls();

        /** Whether somebody could connect now. */
        boolean isAccepting();
    }
}

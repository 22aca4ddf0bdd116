package dev.gannet.testing;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Bad things that happen to files. */
public final class Damages {
    private Damages() {}

    /** Does something bad to some file, which stays as long as it is; returns what, for whoever looks into a failure. */
    public static String change(SimulatedDisk disk, SplittableRandom random, int bytesMax) {
        return damage(disk, random, bytesMax, false);
    }

    /** Does something bad to some file, which may lose its end too; returns what. */
    public static String damage(SimulatedDisk disk, SplittableRandom random, int bytesMax) {
        return damage(disk, random, bytesMax, true);
    }

    private static String damage(SimulatedDisk disk, SplittableRandom random, int bytesMax, boolean isCut) {
        List<String> files = disk.files();
        String file = files.get(random.nextInt(files.size()));
        byte[] bytes = disk.bytes(file);
        if (bytes.length == 0) {
            return "nothing in " + file;
        }
        int at = random.nextInt(bytes.length);
        int length = Math.min(bytes.length - at, 1 + random.nextInt(bytesMax));
        String what;
        switch (random.nextInt(isCut ? 5 : 4)) {
            case 0 -> {
                what = "zeros";
                Arrays.fill(bytes, at, at + length, (byte) 0);
            }
            case 1 -> {
                what = "garbage";
                for (int i = at; i < at + length; i++) {
                    bytes[i] = (byte) random.nextInt();
                }
            }
            case 4 -> {
                what = "cut";
                bytes = Arrays.copyOf(bytes, at);
            }
            default -> {
                what = "flip";
                length = 1;
                bytes[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        disk.put(file, bytes);
        return what + " of " + length + " bytes at " + at + " in " + file;
    }
}

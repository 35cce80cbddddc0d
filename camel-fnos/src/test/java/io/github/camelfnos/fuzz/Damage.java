package io.github.camelfnos.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** A way to say something that breaks UTF-8, WebSocket or TCP, so that the socket ends by it. */
enum Damage {

    UTF8_BYTE {
        @Override
        byte[] bytes(byte[] text, Random random) {
            byte[] broken = text.clone();
            broken[random.nextInt(broken.length)] = (byte) (0xF8 + random.nextInt(8));
            return NasSocket.frame(TEXT, broken);
        }
    },
    UTF8_SURROGATE {
        @Override
        byte[] bytes(byte[] text, Random random) {
            return NasSocket.frame(TEXT, inserted(text, random, 0xED, 0xA0, 0x80));
        }
    },
    UTF8_OVERLONG {
        @Override
        byte[] bytes(byte[] text, Random random) {
            return NasSocket.frame(TEXT, inserted(text, random, 0xC0, 0xAF));
        }
    },
    UTF8_CUT {
        @Override
        byte[] bytes(byte[] text, Random random) {
            byte[] cut = Arrays.copyOf(text, text.length + 1);
            cut[text.length] = (byte) 0xE4;
            return NasSocket.frame(TEXT, cut);
        }
    },
    BITS {
        @Override
        byte[] bytes(byte[] text, Random random) {
            byte[] frame = NasSocket.frame(TEXT, text);
            for (int i = 1 + random.nextInt(8); i > 0; i--) {
                frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
            }
            return frame;
        }
    },
    RESERVED_BIT {
        @Override
        byte[] bytes(byte[] text, Random random) {
            return NasSocket.frame(TEXT | 0x10 << random.nextInt(3), text);
        }
    },
    RESERVED_OPCODE {
        @Override
        byte[] bytes(byte[] text, Random random) {
            return NasSocket.frame(0x80 | 3 + random.nextInt(5), text);
        }
    },
    RESERVED_CONTROL {
        @Override
        byte[] bytes(byte[] text, Random random) {
            return NasSocket.frame(0x80 | 11 + random.nextInt(5), new byte[random.nextInt(10)]);
        }
    },
    MASKED {
        @Override
        byte[] bytes(byte[] text, Random random) {
            byte[] frame = NasSocket.frame(TEXT, text);
            frame[1] |= (byte) 0x80;
            return frame;
        }
    },
    LENGTH_TOO_SMALL {
        @Override
        byte[] bytes(byte[] text, Random random) {
            byte[] frame = NasSocket.frame(TEXT, Arrays.copyOf(text, Math.min(text.length, 125)));
            frame[1] = (byte) random.nextInt(frame[1] + 1);
            return frame;
        }
    },
    LENGTH_TOO_LARGE {
        @Override
        byte[] bytes(byte[] text, Random random) {
            return headed(1 + random.nextInt(1 << 19), text);
        }
    },
    LENGTH_OVER_THE_LIMIT {
        @Override
        byte[] bytes(byte[] text, Random random) {
            return headed((1L << 20) + 1 + random.nextInt(1 << 30), text);
        }
    },
    LENGTH_BEYOND_REASON {
        @Override
        byte[] bytes(byte[] text, Random random) {
            boolean negative = random.nextBoolean();
            return headed(negative ? Long.MIN_VALUE | random.nextLong() : Long.MAX_VALUE - random.nextInt(16), text);
        }
    },
    CONTINUATION_OF_NOTHING {
        @Override
        byte[] bytes(byte[] text, Random random) {
            return NasSocket.frame(random.nextBoolean() ? 0x80 : 0, text);
        }
    },
    TEXT_BETWEEN_FRAGMENTS {
        @Override
        byte[] bytes(byte[] text, Random random) {
            return joined(NasSocket.frame(1, text), NasSocket.frame(TEXT, text));
        }
    },
    MESSAGE_WITHOUT_END {
        @Override
        byte[] bytes(byte[] text, Random random) {
            return joined(NasSocket.frame(1, text), NasSocket.frame(0, text));
        }
    },
    PING_IN_FRAGMENTS {
        @Override
        byte[] bytes(byte[] text, Random random) {
            return NasSocket.frame(9, new byte[3]);
        }
    },
    PING_TOO_LONG {
        @Override
        byte[] bytes(byte[] text, Random random) {
            return NasSocket.frame(0x89, new byte[126 + random.nextInt(500)]);
        }
    },
    CLOSE {
        @Override
        byte[] bytes(byte[] text, Random random) {
            return closing(1000 + random.nextInt(16), "so\r\nlong\u2028".getBytes(StandardCharsets.UTF_8));
        }
    },
    CLOSE_WITH_ODD_CODE {
        @Override
        byte[] bytes(byte[] text, Random random) {
            return closing(random.nextInt(1 << 16), new byte[0]);
        }
    },
    CLOSE_WITHOUT_CODE {
        @Override
        byte[] bytes(byte[] text, Random random) {
            return NasSocket.frame(0x88, new byte[random.nextInt(2)]);
        }
    },
    CLOSE_WITH_BROKEN_REASON {
        @Override
        byte[] bytes(byte[] text, Random random) {
            return closing(1000, new byte[] { 'a', (byte) 0xFF, 'b' });
        }
    },
    GARBAGE {
        @Override
        byte[] bytes(byte[] text, Random random) {
            byte[] garbage = new byte[1 + random.nextInt(300)];
            random.nextBytes(garbage);
            return garbage;
        }
    },
    HTTP {
        @Override
        byte[] bytes(byte[] text, Random random) {
            return "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        }
    },
    HALF_A_FRAME {
        @Override
        byte[] bytes(byte[] text, Random random) {
            byte[] frame = NasSocket.frame(TEXT, text);
            return Arrays.copyOf(frame, random.nextInt(frame.length));
        }
    },
    RESET {
        @Override
        byte[] bytes(byte[] text, Random random) {
            return new byte[0];
        }
    };

    private static final int TEXT = 0x81;

    static Damage any(Random random) {
        return values()[random.nextInt(values().length)];
    }

    /** Whether the client cannot but end the socket by itself; otherwise it may have to wait for more, or see nothing wrong. */
    boolean endsTheSocket() {
        return switch (this) {
            case UTF8_BYTE, UTF8_SURROGATE, UTF8_OVERLONG, UTF8_CUT, RESERVED_BIT, RESERVED_OPCODE, RESERVED_CONTROL,
                    LENGTH_OVER_THE_LIMIT, LENGTH_BEYOND_REASON, CONTINUATION_OF_NOTHING, TEXT_BETWEEN_FRAGMENTS,
                    PING_IN_FRAGMENTS, PING_TOO_LONG, CLOSE, CLOSE_WITH_ODD_CODE,
                    CLOSE_WITHOUT_CODE, CLOSE_WITH_BROKEN_REASON -> true;
            default -> false;
        };
    }

    /** @param text what would have been said */
    abstract byte[] bytes(byte[] text, Random random);

    private static byte[] inserted(byte[] text, Random random, int... bytes) {
        int at = 1 + random.nextInt(text.length - 1);
        byte[] longer = new byte[text.length + bytes.length];
        System.arraycopy(text, 0, longer, 0, at);
        for (int i = 0; i < bytes.length; i++) {
            longer[at + i] = (byte) bytes[i];
        }
        System.arraycopy(text, at, longer, at + bytes.length, text.length - at);
        return longer;
    }

    private static byte[] headed(long length, byte[] text) {
        byte[] head = ByteBuffer.allocate(2 + Long.BYTES).put((byte) TEXT).put((byte) 127).putLong(length).array();
        return joined(head, text);
    }

    private static byte[] closing(int code, byte[] reason) {
        return NasSocket.frame(0x88, joined(new byte[] { (byte) (code >> 8), (byte) code }, reason));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }
}

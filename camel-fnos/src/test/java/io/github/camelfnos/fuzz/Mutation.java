package io.github.camelfnos.fuzz;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** One way to damage the text of a frame. */
enum Mutation {

    /** A few characters become others. */
    FLIP(5) {
        @Override
        String apply(String text, Random random, Surroundings around) {
            StringBuilder flipped = new StringBuilder(text);
            for (int i = 1 + random.nextInt(3); i > 0 && !text.isEmpty(); i--) {
                flipped.setCharAt(random.nextInt(text.length()), character(random));
            }
            return flipped.toString();
        }
    },
    /** A digit of an id becomes another, so that it is nearly right. */
    ID_DIGIT(5) {
        @Override
        String apply(String text, Random random, Surroundings around) {
            int at = text.indexOf(around.id());
            if (at < 0) {
                return text;
            }
            int digit = at + (random.nextBoolean() ? around.id().length() - 1 : random.nextInt(around.id().length()));
            // A request alone must not meet the id of the next one, on which all that follows would depend.
            String digits = around.inFlight().size() > 1 ? "0123456789abcdefABCDEF" : "ABCDEFGHIJKLMNOPQRSTUV";
            return text.substring(0, digit) + digits.charAt(random.nextInt(digits.length())) + text.substring(digit + 1);
        }
    },
    DELETE(3) {
        @Override
        String apply(String text, Random random, Surroundings around) {
            int from = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), from + 1 + random.nextInt(12));
            return text.substring(0, from) + text.substring(to);
        }
    },
    INSERT(3) {
        @Override
        String apply(String text, Random random, Surroundings around) {
            int at = random.nextInt(text.length() + 1);
            return text.substring(0, at) + snippet(random) + text.substring(at);
        }
    },
    REPEAT(2) {
        @Override
        String apply(String text, Random random, Surroundings around) {
            int from = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), from + 1 + random.nextInt(40));
            return text.substring(0, to) + text.substring(from, to).repeat(1 + random.nextInt(5)) + text.substring(to);
        }
    },
    TRUNCATE(2) {
        @Override
        String apply(String text, Random random, Surroundings around) {
            return random.nextInt(4) == 0 ? text.substring(random.nextInt(text.length() + 1))
                    : text.substring(0, random.nextInt(text.length() + 1));
        }
    },
    /** The beginning of this frame and the end of another. */
    SPLICE(2) {
        @Override
        String apply(String text, Random random, Surroundings around) {
            String other = Surroundings.any(around.frames(), random);
            return text.substring(0, random.nextInt(text.length() + 1)) + other.substring(random.nextInt(other.length() + 1));
        }
    },
    /** Its fields and those of another, in one object. */
    MERGE(4) {
        @Override
        String apply(String text, Random random, Surroundings around) {
            return edited(text, random, fields -> {
                ObjectText other = ObjectText.of(Surroundings.any(around.frames(), random));
                if (other != null) {
                    fields.addAll(random.nextBoolean() ? 0 : fields.size(), other.fields());
                }
            });
        }
    },
    SWAP_VALUES(6) {
        @Override
        String apply(String text, Random random, Surroundings around) {
            return edited(text, random, fields -> {
                int a = random.nextInt(fields.size());
                int b = random.nextInt(fields.size());
                ObjectText.Field first = fields.get(a);
                fields.set(a, new ObjectText.Field(first.key(), fields.get(b).value()));
                fields.set(b, new ObjectText.Field(fields.get(b).key(), first.value()));
            });
        }
    },
    /** A key stands twice, with two values. */
    KEY_TWICE(6) {
        @Override
        String apply(String text, Random random, Surroundings around) {
            return edited(text, random, fields -> {
                String key = Surroundings.any(fields, random).key();
                String value = random.nextBoolean() ? OddValue.any(random) : Surroundings.any(fields, random).value();
                fields.add(random.nextInt(fields.size() + 1), new ObjectText.Field(key, value));
            });
        }
    },
    LEAVE_OUT(5) {
        @Override
        String apply(String text, Random random, Surroundings around) {
            return edited(text, random, fields -> fields.remove(random.nextInt(fields.size())));
        }
    },
    RENAME(4) {
        @Override
        String apply(String text, Random random, Surroundings around) {
            return edited(text, random, fields -> {
                int i = random.nextInt(fields.size());
                String key = fields.get(i).key();
                String renamed = switch (random.nextInt(6)) {
                    case 0 -> key.toUpperCase(Locale.ROOT);
                    case 1 -> key.replaceFirst("\"$", " \"");
                    // The same key, written otherwise.
                    case 2 -> key.length() < 3 ? key : String.format("\"\\u%04x%s", (int) key.charAt(1), key.substring(2));
                    case 3 -> "\"\"";
                    case 4 -> Surroundings.any(fields, random).key();
                    default -> '"' + Surroundings.any(WORDS, random) + '"';
                };
                fields.set(i, new ObjectText.Field(renamed, fields.get(i).value()));
            });
        }
    },
    ODD_VALUE(8) {
        @Override
        String apply(String text, Random random, Surroundings around) {
            return edited(text, random, fields -> {
                int i = random.nextInt(fields.size());
                fields.set(i, new ObjectText.Field(fields.get(i).key(), OddValue.any(random)));
            });
        }
    },
    /** One of the fields that say what a frame means gets, or becomes, something odd. */
    VERDICT(12) {
        @Override
        String apply(String text, Random random, Surroundings around) {
            return edited(text, random, fields -> {
                for (int i = 1 + random.nextInt(2); i > 0; i--) {
                    String word = Surroundings.any(WORDS, random);
                    if (random.nextBoolean()) {
                        fields.removeIf(field -> field.key().equals('"' + word + '"'));
                    }
                    fields.add(random.nextInt(fields.size() + 1), new ObjectText.Field('"' + word + '"', OddValue.any(random)));
                }
            });
        }
    },
    /** The id becomes another's, or none. */
    ID(10) {
        @Override
        String apply(String text, Random random, Surroundings around) {
            ObjectText object = ObjectText.of(text);
            if (object == null) {
                return text;
            }
            ObjectText.Field field = new ObjectText.Field("\"reqid\"", id(random, around));
            int at = object.indexOf("reqid");
            if (at < 0 || random.nextInt(5) == 0) {
                object.fields().add(random.nextInt(object.fields().size() + 1), field);
            } else {
                object.fields().set(at, field);
            }
            return object.toString();
        }
    },
    NUMBER(2) {
        @Override
        String apply(String text, Random random, Surroundings around) {
            return edited(text, random, fields -> {
                int i = random.nextInt(fields.size());
                fields.set(i, new ObjectText.Field(fields.get(i).key(), OddValue.number(random)));
            });
        }
    },
    DEPTH(1) {
        @Override
        String apply(String text, Random random, Surroundings around) {
            return edited(text, random, fields -> {
                int i = random.nextInt(fields.size());
                fields.set(i, new ObjectText.Field(fields.get(i).key(), OddValue.nested(random, fields.get(i).value())));
            });
        }
    },
    SIZE(1) {
        @Override
        String apply(String text, Random random, Surroundings around) {
            return edited(text, random, fields -> {
                int i = random.nextInt(fields.size());
                fields.set(i, new ObjectText.Field(fields.get(i).key(), OddValue.large(random)));
            });
        }
    },
    /** Strange characters, raw or escaped, within a text if there is one. */
    UNICODE(4) {
        @Override
        String apply(String text, Random random, Surroundings around) {
            int at = text.indexOf('"', random.nextInt(text.length() + 1)) + 1;
            return text.substring(0, at) + STRANGE[random.nextInt(STRANGE.length)] + text.substring(at);
        }
    },
    /** Not an object any more, or not only one. */
    WHOLE(3) {
        @Override
        String apply(String text, Random random, Surroundings around) {
            return switch (random.nextInt(16)) {
                case 0 -> "[" + text + "]";
                case 1 -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
                case 2 -> text + text;
                case 3 -> text + " " + OddValue.any(random);
                case 4 -> "\uFEFF" + text;
                case 5 -> " \t\r\n" + text + "\n ";
                case 6 -> "";
                case 7 -> " ";
                case 8 -> "null";
                case 9 -> OddValue.any(random);
                case 10 -> OddValue.nested(random, text);
                case 11 -> "<html><body>502 Bad Gateway</body></html>";
                case 12 -> "/*" + text + "*/";
                case 13 -> "QUJDRA==" + text;
                case 14 -> "{}";
                default -> random.ints(1 + random.nextInt(60), ' ', 0x2FF)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
            };
        }
    };

    private static final List<String> WORDS = List.of("result", "errno", "errmsg", "code", "msg", "sysNotify",
            "res", "rev", "taskId", "req", "marks");
    private static final String[] STRANGE = { "\\ud800", "\\udc00", "\\ud83d\\ude00", "\\udc00\\ud800", "\\u0000",
            "\\u2028", "\\u0085", "\\", "\\u", "\\u00", "\u0000", "\u0007", "\u007F", "\u0085", "\u2028", "\u202E",
            "\u200B", "\uFEFF", "\uFFFE", "\uFFFF", "😀", "e\u0301\u0301\u0301", "中", "İ", "ß", "\r\n", "\t" };

    private final int weight;

    /** @param weight how often it comes, compared with the others */
    Mutation(int weight) {
        this.weight = weight;
    }

    abstract String apply(String text, Random random, Surroundings around);

    static Mutation any(Random random) {
        int sum = 0;
        for (Mutation mutation : values()) {
            sum += mutation.weight;
        }
        int at = random.nextInt(sum);
        for (Mutation mutation : values()) {
            at -= mutation.weight;
            if (at < 0) {
                return mutation;
            }
        }
        throw new IllegalStateException();
    }

    private static String id(Random random, Surroundings around) {
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> '"' + Surroundings.any(around.inFlight(), random) + '"';
            case 3, 4 -> around.ended().isEmpty() ? "null" : '"' + Surroundings.any(around.ended(), random) + '"';
            case 5 -> '"' + around.escaped() + '"';
            case 6 -> '"' + around.id() + " \"";
            case 7 -> '"' + around.id().substring(0, random.nextInt(around.id().length())) + '"';
            case 8 -> "[\"" + around.id() + "\"]";
            case 9 -> "{\"reqid\":\"" + around.id() + "\"}";
            case 10 -> "\"6915841c6915841b000000440003\"";
            case 11 -> '"' + Surroundings.any(around.inFlight(), random) + "\",\"reqid\":\"" + around.id() + '"';
            case 12 -> "17";
            default -> OddValue.any(random);
        };
    }

    private static char character(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "{}[]\":,\\".charAt(random.nextInt(8));
            case 1 -> (char) ('0' + random.nextInt(10));
            case 2 -> (char) random.nextInt(0x20);
            default -> (char) (' ' + random.nextInt(95));
        };
    }

    private static String snippet(Random random) {
        return random.nextBoolean() ? STRANGE[random.nextInt(STRANGE.length)]
                : random.nextBoolean() ? OddValue.any(random)
                : ",\"" + Surroundings.any(WORDS, random) + "\":" + OddValue.any(random) + ",";
    }

    private static String edited(String text, Random random, Edit edit) {
        ObjectText object = ObjectText.of(text);
        if (object == null || object.fields().isEmpty()) {
            return text;
        }
        edit.edit(object.fields());
        return object.toString();
    }

    private interface Edit {

        void edit(List<ObjectText.Field> fields);
    }
}

package dev.gannet.client.call;

import dev.gannet.api.Header;
import dev.gannet.api.Message;
import dev.gannet.api.Token;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What each parameter of a method is made of. It is found out once, when the application is deployed. */
final class Arguments {
    private static final List<String> NO_PAYLOADS =
            List.of("java.io.", "java.util.Optional", "java.util.concurrent.", "io.nats.", "jakarta.", "dev.gannet.");

    private final BeanMethod method;
    private final CallShape shape;
    private final Checks checks;
    private final List<Integer> wildcards;
    private final List<Source> sources = new ArrayList<>();
    private @Nullable Parameter payload;
    private int tokens;

    /** Where an argument comes from. */
    @FunctionalInterface
    interface Source {
        @Nullable
        Object of(Message message);
    }

    private Arguments(BeanMethod method, CallShape shape, Checks checks) {
        this.method = method;
        this.shape = shape;
        this.checks = checks;
        this.wildcards = Subjects.wildcards(shape.subject());
    }

    /** Returns a source for each parameter; what is wrong is told to {@code checks}. */
    static List<Source> of(BeanMethod method, CallShape shape, Checks checks) {
        Arguments arguments = new Arguments(method, shape, checks);
        for (Parameter parameter : method.method().getParameters()) {
            arguments.add(parameter);
        }
        return List.copyOf(arguments.sources);
    }

    private void add(Parameter parameter) {
        Header header = parameter.getAnnotation(Header.class);
        Token token = parameter.getAnnotation(Token.class);
        if (header != null && token != null) {
            wrong(parameter, "is both @Header and @Token (expected: one of them)");
        } else if (header != null) {
            addHeader(parameter, header.value());
        } else if (token != null) {
            addToken(parameter, token.value());
        } else if (parameter.getType() == Message.class) {
            sources.add(message -> message);
        } else {
            Function<Message, Object> special = shape.special().get(parameter.getType());
            if (special == null) {
                addPayload(parameter);
            } else {
                sources.add(special::apply);
            }
        }
    }

    private void addHeader(Parameter parameter, String name) {
        if (name.isBlank()) {
            wrong(parameter, "has no name in @Header (expected: the header's name)");
        }
        Type type = parameter.getParameterizedType();
        if (type == String.class) {
            sources.add(message -> required(message, name));
        } else if (isOf(type, Optional.class)) {
            sources.add(message -> Optional.ofNullable(message.header(name)));
        } else if (isOf(type, List.class)) {
            sources.add(message -> message.headers().getOrDefault(name, List.of()));
        } else {
            wrong(parameter, "cannot be a header (expected: String, Optional<String> or List<String>)");
        }
    }

    private static boolean isOf(Type type, Class<?> raw) {
        return type instanceof ParameterizedType generic
                && generic.getRawType() == raw
                && generic.getActualTypeArguments()[0] == String.class;
    }

    private static String required(Message message, String name) {
        String value = message.header(name);
        if (value == null) {
            throw new Payloads.UnreadableException("the header " + name + " is missing", null);
        }
        return value;
    }

    private void addToken(Parameter parameter, int asked) {
        tokens++;
        int number = asked == 0 ? tokens : asked;
        if (number < 1 || number > wildcards.size()) {
            wrong(
                    parameter,
                    "is @Token(" + number + "), but \"" + shape.subject() + "\" has " + wildcards.size()
                            + " wildcards (expected: one of them, counted from 1)");
            return;
        }
        int place = wildcards.get(number - 1);
        boolean rest = number == wildcards.size() && shape.subject().endsWith(">");
        Function<String, Object> conversion = CONVERSIONS.get(parameter.getType());
        if (conversion == null) {
            wrong(parameter, "cannot be a token (expected: String, int or long)");
            return;
        }
        sources.add(message -> token(Subjects.at(message.subject(), place, rest), conversion));
    }

    private static final Map<Class<?>, Function<String, Object>> CONVERSIONS = Map.of(
            String.class, text -> text,
            int.class, Integer::valueOf,
            Integer.class, Integer::valueOf,
            long.class, Long::valueOf,
            Long.class, Long::valueOf);

    private static Object token(String token, Function<String, Object> conversion) {
        try {
            return conversion.apply(token);
        } catch (NumberFormatException e) {
            throw new Payloads.UnreadableException("the token " + token + " of the subject is not a number", e);
        }
    }

    private void addPayload(Parameter parameter) {
        if (payload != null) {
            wrong(
                    parameter,
                    "is a second payload beside " + payload.getName()
                            + " (expected: one payload; others are a Message, or have @Header or @Token)");
            return;
        }
        payload = parameter;
        Type type = parameter.getParameterizedType();
        if (!isPayload(type)) {
            wrong(
                    parameter,
                    "cannot be a payload (expected: String, byte[] or a type that JSON-B reads; a Message; or"
                            + " @Header or @Token)");
            return;
        }
        try {
            Payloads.Reader reader = checks.payloads().reader(type);
            sources.add(message -> reader.read(message.payload()));
        } catch (IllegalArgumentException e) {
            wrong(parameter, "cannot be a payload: " + e.getMessage());
        }
    }

    private boolean isPayload(Type type) {
        String name = type.getTypeName();
        boolean isNone = NO_PAYLOADS.stream().anyMatch(name::startsWith) && !name.startsWith("jakarta.json.");
        boolean isOurs = name.startsWith(method.beanClass().getPackageName() + ".");
        return !(type instanceof TypeVariable) && (!isNone || isOurs);
    }

    private void wrong(Parameter parameter, String problem) {
        String type = parameter.getParameterizedType().getTypeName();
        checks.problem(method, "parameter " + parameter.getName() + " of type " + type + " " + problem);
    }
}

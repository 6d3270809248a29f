package net.clusterlink.admin.read;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What is asked of an endpoint.
 *
 * @param names the parts of the path after the endpoint's own name
 * @param parameters those of the query, each at most once
 */
public record ReadRequest(List<String> names, Map<String, String> parameters) {
  public ReadRequest {
    names = List.copyOf(names);
    parameters = Map.copyOf(parameters);
  }

  /** A request that cannot be read, or asks for what there cannot be. */
  static final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  /** A request as it came: the path after the API's prefix begins with the endpoint's name. */
  static ReadRequest of(URI uri, String prefix) {
    List<String> names =
        new ArrayList<>(List.of(uri.getPath().substring(prefix.length()).split("/", -1)));
    names.removeFirst();
    return new ReadRequest(names, parameters(Optional.ofNullable(uri.getRawQuery()).orElse("")));
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (parameters.put(name, value) != null) {
        throw new MalformedException("parameter '" + name + "' is given twice; give it once");
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("the query has a broken %-escape; encode it as a URL does");
    }
  }

  /** The parameter of that name, if it is given. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** A parameter that is a number, if it is given. */
  OptionalInt number(String name, int least, int most) {
    Optional<String> text = parameter(name);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      int number = Integer.parseInt(text.get());
      if (number >= least && number <= most) {
        return OptionalInt.of(number);
      }
    } catch (NumberFormatException e) {
      // Told below, with all else that is no such number.
    }
    throw new MalformedException(
        "parameter '" + name + "' is not a number within " + least + "–" + most);
  }

  /** Makes sure that nothing is asked for that would be ignored. */
  void allowOnly(Set<String> known) {
    for (String name : parameters.keySet()) {
      if (!known.contains(name)) {
        throw new MalformedException(
            "there is no parameter '"
                + name
                + "'"
                + (known.isEmpty()
                    ? " here"
                    : "; there are " + String.join(", ", known.stream().sorted().toList())));
      }
    }
  }
}

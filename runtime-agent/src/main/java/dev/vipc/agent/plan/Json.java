package dev.vipc.agent.plan;

import dev.vipc.agent.plan.Problem.Place;
import java.util.List;

/** A JSON value and where it begins. */
public sealed interface Json {
  Place place();

  /** What it is, for a message. */
  String kind();

  /** Members in the order of the text, each name once. */
  record Object(List<Member> members, Place place) implements Json {
    @Override
    public String kind() {
      return "an object";
    }
  }

  /** A name, where it begins, and its value. */
  record Member(String name, Place place, Json value) {}

  record Array(List<Json> items, Place place) implements Json {
    @Override
    public String kind() {
      return "a list";
    }
  }

  record Text(String value, Place place) implements Json {
    @Override
    public String kind() {
      return "a string";
    }
  }

  /** A number as it was written. */
  record Number(String text, Place place) implements Json {
    @Override
    public String kind() {
      return "a number";
    }
  }

  record Truth(boolean value, Place place) implements Json {
    @Override
    public String kind() {
      return "true or false";
    }
  }

  record Null(Place place) implements Json {
    @Override
    public String kind() {
      return "null";
    }
  }
}

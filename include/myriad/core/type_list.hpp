// A list of types, and the two folds that parsers, engines and kernels run over it.
#pragma once

#include "myriad/core/host_device.hpp"

namespace myriad {

template <class... Ts>
struct TypeList {
  static constexpr int size = sizeof...(Ts);
};

/// Carries a type as a value, so that a visitor can be an ordinary lambda.
template <class T>
struct TypeTag {
  using type = T;
};

/// Calls visitor(TypeTag<T>{}, index) for every T in order. Host only.
template <class... Ts, class Visitor>
void for_each_type(TypeList<Ts...>, Visitor&& visitor) {
  int index = 0;
  (visitor(TypeTag<Ts>{}, index++), ...);
}

/// Calls visitor(TypeTag<T>{}) for the T at `index`; does nothing when there is none. Host only.
template <class... Ts, class Visitor>
void visit_type(TypeList<Ts...>, int index, Visitor&& visitor) {
  int candidate = 0;
  static_cast<void>(((candidate++ == index ? (visitor(TypeTag<Ts>{}), true) : false) || ...));
}

namespace detail {
template <class T, class... Ts>
struct IndexOf;
template <class T, class... Ts>
struct IndexOf<T, T, Ts...> {
  static constexpr int value = 0;
};
template <class T, class First, class... Ts>
struct IndexOf<T, First, Ts...> {
  static constexpr int value = 1 + IndexOf<T, Ts...>::value;
};

template <int I, class First, class... Rest>
struct TypeAt {
  using type = typename TypeAt<I - 1, Rest...>::type;
};
template <class First, class... Rest>
struct TypeAt<0, First, Rest...> {
  using type = First;
};
template <class List, int I>
struct ListAt;
template <class... Ts, int I>
struct ListAt<TypeList<Ts...>, I> {
  using type = typename TypeAt<I, Ts...>::type;
};
}  // namespace detail

/// The type at position I of a list.
template <class List, int I>
using TypeAt = typename detail::ListAt<List, I>::type;

/// Position of T in a list; does not compile when T is not in it.
template <class T, class... Ts>
constexpr int index_in(TypeList<Ts...>) {
  return detail::IndexOf<T, Ts...>::value;
}

}  // namespace myriad

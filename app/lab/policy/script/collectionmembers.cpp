#include "policy/script/members.h"

#include <algorithm>

namespace qd::lab::policy {

namespace {

Value enumerable(NativeCall &call, std::vector<Value> items, Type element = nullptr)
{
    return call.frame.list(Kind::Enumerable, element ? element : call.result->first, std::move(items));
}

Value filtered(NativeCall &call, bool wanted)
{
    std::vector<Value> kept;
    for (Value &item : itemsOf(call.self))
        if (call.apply(0, item).truth() == wanted)
            kept.push_back(std::move(item));
    return enumerable(call, std::move(kept));
}

std::vector<Value> mapped(NativeCall &call)
{
    std::vector<Value> made;
    for (const Value &item : itemsOf(call.self))
        made.push_back(call.apply(0, item));
    return made;
}

Value flattened(NativeCall &call)
{
    std::vector<Value> made;
    for (const Value &list : mapped(call))
        for (Value &item : itemsOf(list)) {
            call.frame.step();
            made.push_back(std::move(item));
        }
    return enumerable(call, std::move(made));
}

bool anyItem(NativeCall &call, bool wanted)
{
    for (const Value &item : itemsOf(call.self))
        if (call.apply(0, item).truth() == wanted)
            return true;
    return false;
}

/// First or last item (that satisfies the lambda); `fallback` instead of an exception.
Value pick(NativeCall &call, bool last, bool fallback)
{
    std::vector<Value> items = itemsOf(call.self);
    if (last)
        std::reverse(items.begin(), items.end());
    for (Value &item : items)
        if (call.args.empty() || call.apply(0, item).truth())
            return std::move(item);
    if (!fallback)
        throw ScriptFault{items.empty() ? "Sequence contains no elements" : "Sequence contains no matching element"};
    return isNullable(call.result) ? Value{} : Value::number(call.result->kind, 0);
}

Value containsItem(NativeCall &call, bool ignoreCase)
{
    for (const Value &item : itemsOf(call.self)) {
        call.frame.step();
        if (ignoreCase ? ordinalUpper(item.text()) == ordinalUpper(call.text(0)) : equalValues(item, call.args[0]))
            return Value::boolean(true);
    }
    return Value::boolean(false);
}

Value distinct(NativeCall &call, bool ignoreCase)
{
    Collection seen;
    seen.ignoreCase = ignoreCase;
    for (const Value &item : itemsOf(call.self))
        addKeyed(seen, item);
    return enumerable(call, std::move(seen.items));
}

Value part(NativeCall &call, bool skip)
{
    std::vector<Value> items = itemsOf(call.self);
    const auto at = static_cast<std::ptrdiff_t>(std::clamp<int64_t>(call.number(0), 0, static_cast<int64_t>(items.size())));
    if (skip)
        items.erase(items.begin(), items.begin() + at);
    else
        items.resize(static_cast<size_t>(at));
    return enumerable(call, std::move(items));
}

Value combined(NativeCall &call)
{
    std::vector<Value> items = itemsOf(call.self);
    for (Value &item : itemsOf(call.args[0]))
        items.push_back(std::move(item));
    return enumerable(call, std::move(items));
}

Value crossed(NativeCall &call, bool keep)
{
    Collection other;
    for (const Value &item : itemsOf(call.args[0]))
        addKeyed(other, item);
    std::vector<Value> kept;
    for (Value &item : itemsOf(call.self))
        if ((findKey(other, item) >= 0) == keep)
            kept.push_back(std::move(item));
    return enumerable(call, std::move(kept));
}

Value ordered(NativeCall &call, bool descending)
{
    std::vector<std::pair<Value, Value>> keyed;
    for (const Value &item : itemsOf(call.self))
        keyed.emplace_back(call.apply(0, item), item);
    call.frame.step(keyed.size() * 8);
    std::stable_sort(keyed.begin(), keyed.end(), [&](const auto &a, const auto &b) {
        return descending ? compareValues(b.first, a.first) < 0 : compareValues(a.first, b.first) < 0;
    });
    std::vector<Value> items;
    for (auto &[key, item] : keyed)
        items.push_back(std::move(item));
    return enumerable(call, std::move(items));
}

Value total(NativeCall &call)
{
    double real = 0;
    int64_t whole = 0;
    for (const Value &item : call.args.empty() ? itemsOf(call.self) : mapped(call)) {
        real += item.floating();
        whole += item.whole();
    }
    return call.result->kind == Kind::Double ? Value::real(real) : Value::number(call.result->kind, whole);
}

Value extreme(NativeCall &call, int sign)
{
    const std::vector<Value> items = call.args.empty() ? itemsOf(call.self) : mapped(call);
    if (items.empty())
        throw ScriptFault{"Sequence contains no elements"};
    return *std::max_element(items.begin(), items.end(), [&](const Value &a, const Value &b) { return sign * compareValues(a, b) < 0; });
}

Value copied(NativeCall &call, Kind kind) { return call.frame.list(kind, call.result->first, itemsOf(call.self)); }

Value setOf(NativeCall &call, const std::vector<Value> &items, bool ignoreCase)
{
    CollectionRef made = makeCollection(call.result->first);
    made->ignoreCase = ignoreCase;
    call.frame.step(items.size());
    call.frame.charge(items.size() * 96);
    for (const Value &item : items)
        addKeyed(*made, item);
    return Value::of(Kind::Set, std::move(made));
}

Value dictionaryOf(NativeCall &call)
{
    CollectionRef made = makeCollection(call.result->second);
    for (const Value &item : itemsOf(call.self)) {
        const Value value = call.apply(1, item);
        if (!addKeyed(*made, call.apply(0, item), &value))
            throw ScriptFault{"An item with the same key has already been added."};
    }
    return Value::of(Kind::Dictionary, std::move(made));
}

Value itemAt(NativeCall &call)
{
    const std::vector<Value> &items = call.self.items()->items;
    if (call.number(0) < 0 || call.number(0) >= static_cast<int64_t>(items.size()))
        throw ScriptFault{"Index was out of range. Must be non-negative and less than the size of the collection."};
    return items[static_cast<size_t>(call.number(0))];
}

Value setItemAt(NativeCall &call)
{
    (void)itemAt(call);
    call.self.items()->items[static_cast<size_t>(call.number(0))] = call.args[1];
    return call.args[1];
}

Value keyed(NativeCall &call)
{
    const int64_t at = call.args[0].isNull() ? -1 : findKey(*call.self.items(), call.args[0]);
    if (at < 0)
        throw ScriptFault{"The given key was not present in the dictionary."};
    return call.self.items()->items[static_cast<size_t>(at)];
}

Value keyedOr(NativeCall &call, const Value &fallback)
{
    const int64_t at = findKey(*call.self.items(), call.args[0]);
    return at < 0 ? fallback : call.self.items()->items[static_cast<size_t>(at)];
}

Value addEntry(NativeCall &call, bool replace)
{
    if (call.args[0].isNull())
        throw ScriptFault{"Value cannot be null. Parameter name: key"};
    call.frame.charge(128);
    if (!replace && findKey(*call.self.items(), call.args[0]) >= 0)
        throw ScriptFault{"An item with the same key has already been added."};
    addKeyed(*call.self.items(), call.args[0], &call.args[1]);
    return call.args[1];
}

Value itemsCount(NativeCall &call) { return Value::integer(static_cast<int64_t>(call.self.items()->items.size())); }

const MemberLine collectionTable[]{
    {"IEnumerable.Any():bool", [](NativeCall &c) { return Value::boolean(!itemsOf(c.self).empty()); }},
    {"IEnumerable.Any(Func<E,bool> predicate):bool", [](NativeCall &c) { return Value::boolean(anyItem(c, true)); }},
    {"IEnumerable.All(Func<E,bool> predicate):bool", [](NativeCall &c) { return Value::boolean(!anyItem(c, false)); }},
    {"IEnumerable.Where(Func<E,bool> predicate):IEnumerable<E>", [](NativeCall &c) { return filtered(c, true); }},
    {"IEnumerable.Select(Func<E,R> selector):IEnumerable<R>", [](NativeCall &c) { return enumerable(c, mapped(c)); }},
    {"IEnumerable.SelectMany(Func<E,IEnumerable<R>> selector):IEnumerable<R>", [](NativeCall &c) { return flattened(c); }},
    {"IEnumerable.Contains(E value):bool", [](NativeCall &c) { return containsItem(c, false); }},
    {"IEnumerable.Contains(string value,StringComparer comparer):bool", [](NativeCall &c) { return containsItem(c, c.number(1) == 1); }},
    {"IEnumerable.Count():int", [](NativeCall &c) { return Value::integer(static_cast<int64_t>(itemsOf(c.self).size())); }},
    {"IEnumerable.Count(Func<E,bool> predicate):int",
     [](NativeCall &c) { return Value::integer(static_cast<int64_t>(filtered(c, true).items()->items.size())); }},
    {"IEnumerable.First():E", [](NativeCall &c) { return pick(c, false, false); }},
    {"IEnumerable.First(Func<E,bool> predicate):E", [](NativeCall &c) { return pick(c, false, false); }},
    {"IEnumerable.FirstOrDefault():E", [](NativeCall &c) { return pick(c, false, true); }},
    {"IEnumerable.FirstOrDefault(Func<E,bool> predicate):E", [](NativeCall &c) { return pick(c, false, true); }},
    {"IEnumerable.Last():E", [](NativeCall &c) { return pick(c, true, false); }},
    {"IEnumerable.LastOrDefault():E", [](NativeCall &c) { return pick(c, true, true); }},
    {"IEnumerable.Single():E", [](NativeCall &c) {
         if (itemsOf(c.self).size() > 1)
             throw ScriptFault{"Sequence contains more than one element"};
         return pick(c, false, false);
     }},
    {"IEnumerable.Distinct():IEnumerable<E>", [](NativeCall &c) { return distinct(c, false); }},
    {"IEnumerable.Distinct(StringComparer comparer):IEnumerable<E>", [](NativeCall &c) { return distinct(c, c.number(0) == 1); }},
    {"IEnumerable.Skip(int count):IEnumerable<E>", [](NativeCall &c) { return part(c, true); }},
    {"IEnumerable.Take(int count):IEnumerable<E>", [](NativeCall &c) { return part(c, false); }},
    {"IEnumerable.Concat(IEnumerable<E> second):IEnumerable<E>", [](NativeCall &c) { return combined(c); }},
    {"IEnumerable.Except(IEnumerable<E> second):IEnumerable<E>", [](NativeCall &c) { return crossed(c, false); }},
    {"IEnumerable.Intersect(IEnumerable<E> second):IEnumerable<E>", [](NativeCall &c) { return crossed(c, true); }},
    {"IEnumerable.OrderBy(Func<E,R> keySelector):IEnumerable<E>", [](NativeCall &c) { return ordered(c, false); }},
    {"IEnumerable.OrderByDescending(Func<E,R> keySelector):IEnumerable<E>", [](NativeCall &c) { return ordered(c, true); }},
    {"IEnumerable.Reverse():IEnumerable<E>", [](NativeCall &c) {
         std::vector<Value> items = itemsOf(c.self);
         std::reverse(items.begin(), items.end());
         return enumerable(c, std::move(items));
     }},
    {"IEnumerable.Sum():E", [](NativeCall &c) { return total(c); }},
    {"IEnumerable.Sum(Func<E,R> selector):R", [](NativeCall &c) { return total(c); }},
    {"IEnumerable.Max():E", [](NativeCall &c) { return extreme(c, 1); }},
    {"IEnumerable.Max(Func<E,R> selector):R", [](NativeCall &c) { return extreme(c, 1); }},
    {"IEnumerable.Min():E", [](NativeCall &c) { return extreme(c, -1); }},
    {"IEnumerable.Min(Func<E,R> selector):R", [](NativeCall &c) { return extreme(c, -1); }},
    {"IEnumerable.ToList():List<E>", [](NativeCall &c) { return copied(c, Kind::List); }},
    {"IEnumerable.ToArray():E[]", [](NativeCall &c) { return copied(c, Kind::Array); }},
    {"IEnumerable.ToHashSet():HashSet<E>", [](NativeCall &c) { return setOf(c, itemsOf(c.self), false); }},
    {"IEnumerable.ToHashSet(StringComparer comparer):HashSet<E>", [](NativeCall &c) { return setOf(c, itemsOf(c.self), c.number(0) == 1); }},
    {"IEnumerable.ToDictionary(Func<E,R> keySelector,Func<E,K> elementSelector):Dictionary<R,K>", [](NativeCall &c) { return dictionaryOf(c); }},
    {"IEnumerable.Cast<T>():IEnumerable<T>", [](NativeCall &c) { return enumerable(c, itemsOf(c.self)); }},
    {"IEnumerable.OfType<T>():IEnumerable<T>", [](NativeCall &c) {
         std::vector<Value> kept;
         for (Value &item : itemsOf(c.self))
             if (item.kind == c.typeArgument->kind || c.typeArgument->kind == Kind::Token)
                 kept.push_back(std::move(item));
         return enumerable(c, std::move(kept));
     }},
    {"Array.Length:int", itemsCount},
    {"Array.[](int index):E", itemAt},
    {"Array.[]=(int index,E value):E", setItemAt},
    {"List.Count:int", itemsCount},
    {"List.[](int index):E", itemAt},
    {"List.[]=(int index,E value):E", setItemAt},
    {"List.Add(E item):void", [](NativeCall &c) { c.frame.charge(64); c.self.items()->items.push_back(c.args[0]); return Value{}; }},
    {"List.AddRange(IEnumerable<E> collection):void", [](NativeCall &c) {
         for (Value &item : itemsOf(c.args[0])) {
             c.frame.charge(64);
             c.self.items()->items.push_back(std::move(item));
         }
         return Value{};
     }},
    {"new List():List<E>", [](NativeCall &c) { return c.frame.list(Kind::List, c.result->first, {}); }},
    {"new List(IEnumerable<E> collection):List<E>", [](NativeCall &c) { return c.frame.list(Kind::List, c.result->first, itemsOf(c.args[0])); }},
    {"new HashSet():HashSet<E>", [](NativeCall &c) { return setOf(c, {}, false); }},
    {"new HashSet(StringComparer comparer):HashSet<E>", [](NativeCall &c) { return setOf(c, {}, c.number(0) == 1); }},
    {"new HashSet(IEnumerable<E> collection):HashSet<E>", [](NativeCall &c) { return setOf(c, itemsOf(c.args[0]), false); }},
    {"new HashSet(IEnumerable<E> collection,StringComparer comparer):HashSet<E>",
     [](NativeCall &c) { return setOf(c, itemsOf(c.args[0]), c.number(1) == 1); }},
    {"HashSet.Count:int", itemsCount},
    {"HashSet.Add(E item):bool", [](NativeCall &c) { c.frame.charge(128); return Value::boolean(addKeyed(*c.self.items(), c.args[0])); }},
    {"HashSet.Remove(E item):bool", [](NativeCall &c) { c.frame.step(c.self.items()->items.size()); return Value::boolean(removeKey(*c.self.items(), c.args[0])); }},
    {"HashSet.Contains(E item):bool", [](NativeCall &c) { return Value::boolean(findKey(*c.self.items(), c.args[0]) >= 0); }},
    {"new Dictionary():Dictionary<K,V>", [](NativeCall &c) { return Value::of(Kind::Dictionary, makeCollection(c.result->second)); }},
    {"new Dictionary(StringComparer comparer):Dictionary<K,V>", [](NativeCall &c) {
         CollectionRef made = makeCollection(c.result->second);
         made->ignoreCase = c.number(0) == 1;
         return Value::of(Kind::Dictionary, std::move(made));
     }},
    {"Dictionary.Count:int", itemsCount},
    {"Dictionary.[](K key):V", keyed},
    {"Dictionary.[]=(K key,V value):V", [](NativeCall &c) { return addEntry(c, true); }},
    {"Dictionary.Add(K key,V value):void", [](NativeCall &c) { (void)addEntry(c, false); return Value{}; }},
    {"Dictionary.Remove(K key):bool", [](NativeCall &c) { c.frame.step(c.self.items()->items.size()); return Value::boolean(removeKey(*c.self.items(), c.args[0])); }},
    {"Dictionary.ContainsKey(K key):bool", [](NativeCall &c) { return Value::boolean(findKey(*c.self.items(), c.args[0]) >= 0); }},
    {"Dictionary.TryGetValue(K key,out V value):bool", [](NativeCall &c) {
         const int64_t at = findKey(*c.self.items(), c.args[0]);
         c.args[1] = at < 0 ? Value{} : c.self.items()->items[static_cast<size_t>(at)];
         return Value::boolean(at >= 0);
     }},
    {"Dictionary.GetValueOrDefault(K key):V", [](NativeCall &c) { return keyedOr(c, {}); }},
    {"Dictionary.GetValueOrDefault(K key,V defaultValue):V", [](NativeCall &c) { return keyedOr(c, c.args[1]); }},
    {"Dictionary.Keys:IEnumerable<K>", [](NativeCall &c) { return enumerable(c, c.self.items()->keys); }},
    {"Dictionary.Values:IEnumerable<V>", [](NativeCall &c) { return enumerable(c, c.self.items()->items); }},
    {"KeyValuePair.Key:K", [](NativeCall &c) { return c.self.items()->items[0]; }},
    {"KeyValuePair.Value:V", [](NativeCall &c) { return c.self.items()->items[1]; }},
};

} // namespace

std::span<const MemberLine> collectionMembers() { return collectionTable; }

} // namespace qd::lab::policy

#include "policy/script/members.h"

#include <QRegularExpression>
#include <QString>

#include <algorithm>
#include <cmath>

namespace qd::lab::policy {

namespace {

bool ignoresCase(int64_t comparison) { return comparison % 2 == 1; }

/// How many UTF-16 units the text has: its bytes when it is ASCII.
bool isPlainText(const std::string &text)
{
    return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

int64_t unitsIn(const std::string &text)
{
    return isPlainText(text) ? static_cast<int64_t>(text.size()) : QString::fromStdString(text).size();
}

std::string folded(const std::string &text, bool ignoreCase) { return ignoreCase ? ordinalUpper(text) : text; }

const std::string &needed(const NativeCall &call, size_t i)
{
    if (call.args[i].isNull())
        throw ScriptFault{"Value cannot be null."};
    return call.text(i);
}

Value substring(NativeCall &call, int64_t from, int64_t length)
{
    const QString wide = QString::fromStdString(call.self.text());
    if (from < 0 || length < 0 || from + length > wide.size())
        throw ScriptFault{"Index and length must refer to a location within the string."};
    return call.frame.text(wide.mid(from, length).toStdString());
}

Value indexOf(NativeCall &call, bool ignoreCase, bool isLast)
{
    const QString text = QString::fromStdString(folded(call.self.text(), ignoreCase));
    const QString part = QString::fromStdString(folded(needed(call, 0), ignoreCase));
    return Value::integer(isLast ? text.lastIndexOf(part) : text.indexOf(part));
}

Value split(NativeCall &call, const std::vector<std::string> &separators, int64_t options)
{
    const std::string &text = call.self.text();
    std::vector<Value> parts;
    size_t from = 0;
    const auto add = [&](std::string part) {
        if ((options & 2) != 0)
            part = QString::fromStdString(part).trimmed().toStdString();
        if ((options & 1) == 0 || !part.empty())
            parts.push_back(call.frame.text(std::move(part)));
    };
    for (size_t at = 0; at < text.size();) {
        call.frame.step();
        const auto found = std::find_if(separators.begin(), separators.end(), [&](const std::string &one) {
            return !one.empty() && text.compare(at, one.size(), one) == 0;
        });
        if (found == separators.end()) {
            ++at;
            continue;
        }
        add(text.substr(from, at - from));
        at += found->size();
        from = at;
    }
    add(text.substr(from));
    return call.frame.list(Kind::Array, typeOf(Kind::String), std::move(parts));
}

std::vector<std::string> separatorsOf(const Value &value)
{
    std::vector<std::string> made;
    if (value.kind == Kind::Array)
        for (const Value &item : value.items()->items)
            made.push_back(toText(item));
    else
        made.push_back(toText(value));
    return made.empty() ? std::vector<std::string>{" "} : made;
}

Value trimmed(NativeCall &call, bool start, bool end)
{
    QString text = QString::fromStdString(call.self.text());
    QString marks;
    for (const Value &item : call.args.empty() ? std::vector<Value>{} : itemsOf(call.args[0]))
        marks += QString::fromStdString(toText(item));
    const auto isMark = [&](QChar c) { return marks.isEmpty() ? c.isSpace() : marks.contains(c); };
    qsizetype from = 0;
    qsizetype to = text.size();
    while (start && from < to && isMark(text[from]))
        ++from;
    while (end && to > from && isMark(text[to - 1]))
        --to;
    return call.frame.text(text.mid(from, to - from).toStdString());
}

Value replaced(NativeCall &call)
{
    const std::string &text = call.self.text();
    const std::string &from = needed(call, 0);
    if (from.empty())
        throw ScriptFault{"String cannot be of zero length. Parameter name: oldValue"};
    std::string out;
    size_t at = 0;
    for (size_t found = text.find(from); found != std::string::npos; found = text.find(from, at)) {
        out.append(text, at, found - at).append(call.text(1));
        call.frame.charge(call.text(1).size());
        at = found + from.size();
    }
    return call.frame.text(out.append(text, at));
}

Value padded(NativeCall &call, bool left)
{
    QString text = QString::fromStdString(call.self.text());
    const int64_t width = std::clamp<int64_t>(call.number(0), 0, 1 << 20);
    const QChar fill = call.args.size() > 1 ? QChar(static_cast<char16_t>(call.number(1))) : QChar(u' ');
    text = left ? text.rightJustified(width, fill) : text.leftJustified(width, fill);
    return call.frame.text(text.toStdString());
}

bool textStarts(const NativeCall &call, bool ignoreCase)
{
    return folded(call.self.text(), ignoreCase).starts_with(folded(needed(call, 0), ignoreCase));
}

bool textEnds(const NativeCall &call, bool ignoreCase)
{
    return folded(call.self.text(), ignoreCase).ends_with(folded(needed(call, 0), ignoreCase));
}

bool textContains(const NativeCall &call, bool ignoreCase)
{
    return folded(call.self.text(), ignoreCase).find(folded(needed(call, 0), ignoreCase)) != std::string::npos;
}

Value sameText(const Value &a, const Value &b, bool ignoreCase)
{
    if (a.isNull() || b.isNull())
        return Value::boolean(a.isNull() && b.isNull());
    return Value::boolean(folded(a.text(), ignoreCase) == folded(b.text(), ignoreCase));
}

/// "{0}", "{1,5}" is not known; "{{" and "}}" are braces.
Value formatted(NativeCall &call)
{
    const std::string &pattern = needed(call, 0);
    const std::vector<Value> values = itemsOf(call.args[1]);
    std::string out;
    for (size_t at = 0; at < pattern.size(); ++at) {
        const char c = pattern[at];
        const bool doubled = at + 1 < pattern.size() && pattern[at + 1] == c;
        if ((c == '{' || c == '}') && doubled) {
            out += c;
            ++at;
            continue;
        }
        if (c != '{') {
            out += c;
            continue;
        }
        const size_t end = pattern.find('}', at);
        size_t index = 0;
        const std::string hole = end == std::string::npos ? "" : pattern.substr(at + 1, end - at - 1);
        if (hole.empty() || hole.size() > 3 || !std::all_of(hole.begin(), hole.end(), [](unsigned char d) { return std::isdigit(d) != 0; })
            || (index = std::stoul(hole)) >= values.size())
            throw ScriptFault{"Input string was not in a correct format."};
        out += toText(values[index]);
        call.frame.charge(out.size());
        at = end;
    }
    return call.frame.text(std::move(out));
}

Value joined(NativeCall &call)
{
    std::string out;
    bool isFirst = true;
    for (const Value &item : itemsOf(call.args[1])) {
        out += (isFirst ? "" : call.text(0)) + toText(item);
        call.frame.charge(call.text(0).size() + 16);
        isFirst = false;
    }
    return call.frame.text(std::move(out));
}

Value concatenated(NativeCall &call)
{
    std::string out;
    for (const Value &item : itemsOf(call.args[0]))
        out += toText(item);
    return call.frame.text(std::move(out));
}

bool isBlank(const Value &value)
{
    const std::string &text = value.text();
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isspace(c) != 0; });
}

QRegularExpression expressionOf(const std::string &pattern)
{
    QRegularExpression made(QString::fromStdString(pattern));
    if (!made.isValid())
        throw ScriptFault{"The regular expression is not valid: " + made.errorString().toStdString()};
    return made;
}

const MemberLine textTable[]{
    {"string.Length:int", [](NativeCall &c) { return Value::integer(unitsIn(c.self.text())); }},
    {"string.[](int index):char", [](NativeCall &c) {
         const QString wide = QString::fromStdString(c.self.text());
         if (c.number(0) < 0 || c.number(0) >= wide.size())
             throw ScriptFault{"Index was outside the bounds of the array."};
         return Value::number(Kind::Char, wide[c.number(0)].unicode());
     }},
    {"string.Equals(string value):bool", [](NativeCall &c) { return sameText(c.self, c.args[0], false); }},
    {"string.Equals(string value,StringComparison comparisonType):bool",
     [](NativeCall &c) { return sameText(c.self, c.args[0], ignoresCase(c.number(1))); }},
    {"string.ToLower():string", [](NativeCall &c) { return c.frame.text(QString::fromStdString(c.self.text()).toLower().toStdString()); }},
    {"string.ToLowerInvariant():string", [](NativeCall &c) { return c.frame.text(QString::fromStdString(c.self.text()).toLower().toStdString()); }},
    {"string.ToUpper():string", [](NativeCall &c) { return c.frame.text(QString::fromStdString(c.self.text()).toUpper().toStdString()); }},
    {"string.ToUpperInvariant():string", [](NativeCall &c) { return c.frame.text(QString::fromStdString(c.self.text()).toUpper().toStdString()); }},
    {"string.StartsWith(string value):bool", [](NativeCall &c) { return Value::boolean(textStarts(c, false)); }},
    {"string.StartsWith(string value,StringComparison comparisonType):bool",
     [](NativeCall &c) { return Value::boolean(textStarts(c, ignoresCase(c.number(1)))); }},
    {"string.EndsWith(string value):bool", [](NativeCall &c) { return Value::boolean(textEnds(c, false)); }},
    {"string.EndsWith(string value,StringComparison comparisonType):bool",
     [](NativeCall &c) { return Value::boolean(textEnds(c, ignoresCase(c.number(1)))); }},
    {"string.Contains(string value):bool", [](NativeCall &c) { return Value::boolean(textContains(c, false)); }},
    {"string.Contains(string value,StringComparison comparisonType):bool",
     [](NativeCall &c) { return Value::boolean(textContains(c, ignoresCase(c.number(1)))); }},
    {"string.IndexOf(string value):int", [](NativeCall &c) { return indexOf(c, false, false); }},
    {"string.IndexOf(string value,StringComparison comparisonType):int", [](NativeCall &c) { return indexOf(c, ignoresCase(c.number(1)), false); }},
    {"string.LastIndexOf(string value):int", [](NativeCall &c) { return indexOf(c, false, true); }},
    {"string.Substring(int startIndex):string",
     [](NativeCall &c) { return substring(c, c.number(0), unitsIn(c.self.text()) - c.number(0)); }},
    {"string.Substring(int startIndex,int length):string", [](NativeCall &c) { return substring(c, c.number(0), c.number(1)); }},
    {"string.Trim(char... trimChars):string", [](NativeCall &c) { return trimmed(c, true, true); }},
    {"string.TrimStart(char... trimChars):string", [](NativeCall &c) { return trimmed(c, true, false); }},
    {"string.TrimEnd(char... trimChars):string", [](NativeCall &c) { return trimmed(c, false, true); }},
    {"string.Replace(string oldValue,string newValue):string", [](NativeCall &c) { return replaced(c); }},
    {"string.Split(char... separator):string[]", [](NativeCall &c) { return split(c, separatorsOf(c.args[0]), 0); }},
    {"string.Split(char separator,StringSplitOptions options):string[]", [](NativeCall &c) { return split(c, separatorsOf(c.args[0]), c.number(1)); }},
    {"string.Split(char[] separator,StringSplitOptions options):string[]", [](NativeCall &c) { return split(c, separatorsOf(c.args[0]), c.number(1)); }},
    {"string.Split(string separator,StringSplitOptions options=0):string[]", [](NativeCall &c) { return split(c, separatorsOf(c.args[0]), c.number(1)); }},
    {"string.Split(string[] separator,StringSplitOptions options):string[]", [](NativeCall &c) { return split(c, separatorsOf(c.args[0]), c.number(1)); }},
    {"string.PadLeft(int totalWidth,char paddingChar=32):string", [](NativeCall &c) { return padded(c, true); }},
    {"string.PadRight(int totalWidth,char paddingChar=32):string", [](NativeCall &c) { return padded(c, false); }},
    {"string.CompareTo(string strB):int", [](NativeCall &c) { return Value::integer(compareValues(c.self, c.args[0])); }},
    {"static string.Empty:string", [](NativeCall &) { return Value::string({}); }},
    {"static string.IsNullOrEmpty(string value):bool", [](NativeCall &c) { return Value::boolean(c.text(0).empty()); }},
    {"static string.IsNullOrWhiteSpace(string value):bool", [](NativeCall &c) { return Value::boolean(isBlank(c.args[0])); }},
    {"static string.Equals(string a,string b):bool", [](NativeCall &c) { return sameText(c.args[0], c.args[1], false); }},
    {"static string.Equals(string a,string b,StringComparison comparisonType):bool",
     [](NativeCall &c) { return sameText(c.args[0], c.args[1], ignoresCase(c.number(2))); }},
    {"static string.Compare(string a,string b):int", [](NativeCall &c) { return Value::integer(compareValues(c.args[0], c.args[1])); }},
    {"static string.Compare(string a,string b,StringComparison comparisonType):int",
     [](NativeCall &c) {
         const bool fold = ignoresCase(c.number(2));
         return Value::integer(compareValues(Value::string(folded(c.text(0), fold)), Value::string(folded(c.text(1), fold))));
     }},
    {"static string.Format(string format,object... args):string", [](NativeCall &c) { return formatted(c); }},
    {"static string.Join(string separator,IEnumerable<E> values):string", [](NativeCall &c) { return joined(c); }},
    {"static string.Join(string separator,object... values):string", [](NativeCall &c) { return joined(c); }},
    {"static string.Concat(object... args):string", [](NativeCall &c) { return concatenated(c); }},
    {"static Regex.IsMatch(string input,string pattern):bool",
     [](NativeCall &c) { return Value::boolean(expressionOf(needed(c, 1)).match(QString::fromStdString(needed(c, 0))).hasMatch()); }},
    {"static Regex.Replace(string input,string pattern,string replacement):string",
     [](NativeCall &c) {
         QString text = QString::fromStdString(needed(c, 0));
         return c.frame.text(text.replace(expressionOf(needed(c, 1)), QString::fromStdString(c.text(2))).toStdString());
     }},
};

} // namespace

std::span<const MemberLine> textMembers() { return textTable; }

} // namespace qd::lab::policy

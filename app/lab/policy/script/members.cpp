#include "policy/script/members.h"

#include <map>
#include <tuple>
#include <utility>

namespace qd::lab::policy {

namespace {

Kind ownerKind(const std::string &name)
{
    static const std::map<std::string, Kind> generic{{"IEnumerable", Kind::Enumerable}, {"List", Kind::List}, {"HashSet", Kind::Set},
                                                     {"Dictionary", Kind::Dictionary}, {"Array", Kind::Array}, {"KeyValuePair", Kind::Pair}};
    const auto found = generic.find(name);
    if (found != generic.end())
        return found->second;
    const Type type = parseType(name);
    return type ? type->kind : Kind::Void;
}

/// Splits at commas outside of <>.
std::vector<std::string> splitParameters(const std::string &text)
{
    std::vector<std::string> parts;
    int depth = 0;
    std::string part;
    for (const char c : text) {
        depth += c == '<' ? 1 : c == '>' ? -1 : 0;
        if (c == ',' && depth == 0)
            parts.push_back(std::exchange(part, {}));
        else
            part += c;
    }
    if (!part.empty())
        parts.push_back(part);
    return parts;
}

Value fallbackValue(Type type, const std::string &text)
{
    if (text == "null")
        return {};
    if (type->kind == Kind::Bool)
        return Value::boolean(text == "true");
    if (type->kind == Kind::String)
        return Value::string(text);
    return Value::number(type->kind, std::stoll(text));
}

Parameter parseParameter(std::string text)
{
    Parameter made;
    while (text.starts_with(' '))
        text.erase(0, 1);
    if (text.starts_with("out ")) {
        made.isOut = true;
        text.erase(0, 4);
    }
    const size_t equals = text.find('=');
    const std::string fallback = equals == std::string::npos ? "" : text.substr(equals + 1);
    made.isOptional = equals != std::string::npos;
    text = text.substr(0, equals);
    const size_t space = text.rfind(' ');
    made.name = text.substr(space + 1);
    std::string type = text.substr(0, space);
    if (type.ends_with("...")) {
        made.isRest = true;
        type.resize(type.size() - 3);
    }
    made.type = parseType(type, true);
    if (made.isOptional && made.type)
        made.fallback = fallbackValue(made.type, fallback);
    return made;
}

Member parseMember(const MemberLine &line)
{
    Member made;
    made.run = line.run;
    std::string text = line.signature;
    const bool isStatic = text.starts_with("static ");
    const bool isNew = text.starts_with("new ");
    text.erase(0, isStatic ? 7 : isNew ? 4 : 0);
    const size_t open = text.find('(');
    const size_t close = text.rfind(')');
    const bool isMethod = open != std::string::npos;
    const size_t colon = text.rfind(':');
    made.result = parseType(text.substr(colon + 1), true);
    std::string path = text.substr(0, isMethod ? open : colon);
    if (path.ends_with("<T>")) {
        made.isGeneric = true;
        path.resize(path.size() - 3);
    }
    const size_t dot = path.find('.');
    made.owner = ownerKind(path.substr(0, dot));
    made.name = isNew ? "" : path.substr(dot + 1);
    made.sort = isNew ? Member::Sort::Constructor
              : isMethod ? (isStatic ? Member::Sort::StaticMethod : Member::Sort::Method)
                         : (isStatic ? Member::Sort::StaticProperty : Member::Sort::Property);
    if (isMethod)
        for (const std::string &part : splitParameters(text.substr(open + 1, close - open - 1)))
            made.parameters.push_back(parseParameter(part));
    return made;
}

/// All members by owner, whether they need no receiver, and name.
struct MemberIndex {
    std::vector<Member> all;
    std::map<std::tuple<Kind, int, std::string>, std::vector<const Member *>> byName;

    MemberIndex()
    {
        for (const auto &table : {textMembers(), jsonMembers(), collectionMembers(), staticMembers(), contextMembers()})
            for (const MemberLine &line : table)
                all.push_back(parseMember(line));
        for (const Member &member : all)
            byName[{member.owner, group(member.sort), member.name}].push_back(&member);
    }
    static int group(Member::Sort sort)
    {
        return sort == Member::Sort::Constructor ? 2 : sort == Member::Sort::StaticMethod || sort == Member::Sort::StaticProperty ? 1 : 0;
    }
    [[nodiscard]] const std::vector<const Member *> &find(Kind owner, int group, const std::string &name) const
    {
        static const std::vector<const Member *> none;
        const auto found = byName.find({owner, group, name});
        return found == byName.end() ? none : found->second;
    }
};

const MemberIndex &memberIndex()
{
    static const MemberIndex index;
    return index;
}

} // namespace

const std::vector<const Member *> &membersOf(Kind owner, const std::string &name, bool isStatic)
{
    return memberIndex().find(owner, isStatic ? 1 : 0, name);
}

const std::vector<const Member *> &constructorsOf(Kind owner) { return memberIndex().find(owner, 2, {}); }

std::vector<Kind> ownersOf(Type type)
{
    std::vector<Kind> owners{type->kind};
    if (isJson(type) && type->kind != Kind::Token)
        owners.push_back(Kind::Token);
    if (elementType(type) && type->kind != Kind::Enumerable)
        owners.push_back(Kind::Enumerable);
    owners.push_back(Kind::Object);
    return owners;
}

Value enumerationValue(Kind kind, const std::string &name)
{
    static const std::map<std::pair<Kind, std::string>, int> values{
        {{Kind::Comparison, "CurrentCulture"}, 0}, {{Kind::Comparison, "CurrentCultureIgnoreCase"}, 1},
        {{Kind::Comparison, "InvariantCulture"}, 2}, {{Kind::Comparison, "InvariantCultureIgnoreCase"}, 3},
        {{Kind::Comparison, "Ordinal"}, 4}, {{Kind::Comparison, "OrdinalIgnoreCase"}, 5},
        {{Kind::SplitOptions, "None"}, 0}, {{Kind::SplitOptions, "RemoveEmptyEntries"}, 1}, {{Kind::SplitOptions, "TrimEntries"}, 2},
        {{Kind::Formatting, "None"}, 0}, {{Kind::Formatting, "Indented"}, 1},
        {{Kind::TokenType, "None"}, 0}, {{Kind::TokenType, "Object"}, 1}, {{Kind::TokenType, "Array"}, 2},
        {{Kind::TokenType, "Constructor"}, 3}, {{Kind::TokenType, "Property"}, 4}, {{Kind::TokenType, "Comment"}, 5},
        {{Kind::TokenType, "Integer"}, 6}, {{Kind::TokenType, "Float"}, 7}, {{Kind::TokenType, "String"}, 8},
        {{Kind::TokenType, "Boolean"}, 9}, {{Kind::TokenType, "Null"}, 10}, {{Kind::TokenType, "Undefined"}, 11},
        {{Kind::TokenType, "Date"}, 12}, {{Kind::TokenType, "Raw"}, 13}, {{Kind::TokenType, "Bytes"}, 14},
        {{Kind::TokenType, "Guid"}, 15}, {{Kind::TokenType, "Uri"}, 16}, {{Kind::TokenType, "TimeSpan"}, 17}};
    const auto found = values.find({kind, name});
    return found == values.end() ? Value{} : Value::number(kind, found->second);
}

} // namespace qd::lab::policy

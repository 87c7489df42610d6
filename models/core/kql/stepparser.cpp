#include "kql/stepparser.h"

namespace qd::kql {

namespace {

const QStringList joinKinds{QStringLiteral("innerunique"), QStringLiteral("inner"), QStringLiteral("leftouter"),
                            QStringLiteral("rightouter"), QStringLiteral("fullouter"), QStringLiteral("leftsemi"),
                            QStringLiteral("rightsemi"), QStringLiteral("leftanti"), QStringLiteral("rightanti")};

/// Older names of the same kinds.
QString joinKind(const QString &word)
{
    if (word == u"anti" || word == u"leftantisemi")
        return QStringLiteral("leftanti");
    return word == u"rightantisemi" ? QStringLiteral("rightanti") : word;
}

} // namespace

QStringList stepNames() { return {QStringLiteral("join"), QStringLiteral("lookup")}; }

bool StepParser::parse(Operator *step)
{
    const QString &word = step->keyword;
    if (word == u"join" || word == u"lookup")
        step->step = parseJoin(word == u"lookup");
    else
        return false;
    return true;
}

/// hint.strategy=shuffle: how a cluster should share the work; one engine has nothing to share.
void StepParser::skipHint()
{
    m_tokens.take();
    m_tokens.expectSymbol(u".");
    m_tokens.expectName();
    m_tokens.expectSymbol(u"=");
    m_tokens.take();
}

void StepParser::parseJoinOption(JoinOperator *join)
{
    if (m_tokens.isWord(u"hint"))
        return skipHint();
    const Token option = m_tokens.take();
    m_tokens.take();
    const Token value = m_tokens.peek();
    join->kind = joinKind(m_tokens.expectName());
    const bool known = join->lookup ? join->kind == u"leftouter" || join->kind == u"inner" : joinKinds.contains(join->kind);
    if (option.text != u"kind")
        m_tokens.fail(u"The option '" % option.text.left(40) % u"' is not supported", option);
    else if (!known)
        m_tokens.fail(u"'" % value.text.left(40) % u"' is not a kind of this operator", value, nearestName(value.text, joinKinds));
}

JoinOperator StepParser::parseJoin(bool lookup)
{
    JoinOperator join;
    join.lookup = lookup;
    join.kind = lookup ? QStringLiteral("leftouter") : QStringLiteral("innerunique");
    while (m_tokens.isName() && (m_tokens.isSymbol(u"=", 1) || (m_tokens.isWord(u"hint") && m_tokens.isSymbol(u".", 1))))
        parseJoinOption(&join);
    join.right = m_source();
    m_tokens.expectWord(u"on");
    do
        join.keys.push_back(m_expr.parse());
    while (m_tokens.acceptSymbol(u","));
    return join;
}

} // namespace qd::kql

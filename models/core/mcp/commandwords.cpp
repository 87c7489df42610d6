#include "mcp/commandwords.h"

#include <optional>

namespace qd {

namespace {

/// Reads one character after the other.
class WordSplitter
{
public:
    explicit WordSplitter(const QString &line) : m_line(line) {}

    Result<QStringList> split()
    {
        for (; m_at < m_line.size(); ++m_at)
            m_quote.isNull() ? takeBare(m_line.at(m_at)) : takeQuoted(m_line.at(m_at));
        if (!m_quote.isNull())
            return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The command has a quote (%1) that does not end").arg(m_quote)};
        if (m_isCut)
            return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The command ends with a backslash that escapes nothing")};
        endWord();
        return m_words;
    }

private:
    void takeBare(QChar sign)
    {
        if (sign.isSpace())
            return endWord();
        if (sign == u'\\')
            return takeEscaped();
        if (!m_word)
            m_word = QString();
        sign == u'\'' || sign == u'"' ? void(m_quote = sign) : void(m_word->append(sign));
    }

    /// In double quotes a backslash escapes what would else mean something there.
    void takeQuoted(QChar sign)
    {
        const QChar next = m_at + 1 < m_line.size() ? m_line.at(m_at + 1) : QChar();
        if (sign == m_quote)
            m_quote = QChar();
        else if (sign == u'\\' && m_quote == u'"' && QStringLiteral("\\\"$`").contains(next) && !next.isNull())
            takeEscaped();
        else
            m_word->append(sign);
    }

    void takeEscaped()
    {
        m_isCut = ++m_at >= m_line.size();
        m_word = m_word.value_or(QString()) + (m_isCut ? QString() : QString(m_line.at(m_at)));
    }

    void endWord()
    {
        if (m_word)
            m_words << *m_word;
        m_word.reset();
    }

    const QString m_line;
    QStringList m_words;
    std::optional<QString> m_word; ///< quotes with nothing between them are a word, too
    QChar m_quote;                 ///< the one that is open
    qsizetype m_at = 0;
    bool m_isCut = false;
};

} // namespace

Result<QStringList> commandWords(const QString &line) { return WordSplitter(line).split(); }

} // namespace qd

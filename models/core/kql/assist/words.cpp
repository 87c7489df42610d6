#include "kql/assist/words.h"

#include <QSet>

namespace qd::kql::assist {

namespace {

QStringList wordsOf(const char *text) { return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts); }

/// A set that can be asked with a view.
class WordSet
{
public:
    explicit WordSet(const char *text)
    {
        for (const QString &word : wordsOf(text))
            m_words.insert(word);
    }
    [[nodiscard]] bool contains(QStringView word) const
    {
        return m_words.contains(QString::fromRawData(word.data(), word.size()));
    }

private:
    QSet<QString> m_words;
};

constexpr const char *operatorText =
    "where filter extend project project-away project-keep project-rename project-reorder summarize order sort top take limit "
    "distinct count getschema render union join lookup mv-expand mvexpand mv-apply parse parse-where parse-kv serialize "
    "make-series as sample sample-distinct top-nested top-hitters evaluate invoke partition search find reduce scan consume "
    "facet fork externaldata print range datatable";
constexpr const char *comparisonText =
    "== != < <= > >= =~ !~ has !has has_cs !has_cs has_any has_all contains !contains contains_cs !contains_cs startswith "
    "!startswith startswith_cs !startswith_cs endswith !endswith endswith_cs !endswith_cs hasprefix !hasprefix hasprefix_cs "
    "!hasprefix_cs hassuffix !hassuffix hassuffix_cs !hassuffix_cs in !in in~ !in~ between !between matches";

} // namespace

bool isOperatorWord(QStringView word)
{
    static const WordSet words(operatorText);
    return words.contains(word);
}

bool beginsOperatorWord(QStringView start)
{
    static const QStringList words = wordsOf(operatorText);
    for (const QString &word : words)
        if (word.startsWith(start))
            return true;
    return false;
}

bool isStatementWord(QStringView word)
{
    static const WordSet words("let set declare alias restrict pattern");
    return words.contains(word);
}

bool isSourceWord(QStringView word)
{
    static const WordSet words("union print range datatable externaldata search find materialize view");
    return words.contains(word);
}

bool isExpressionWord(QStringView word)
{
    static const WordSet words("and or by on asc desc nulls first last to step from with of regex in~ true false null in !in "
                               "has !has has_cs !has_cs has_any has_all has_any~ has_all~ contains !contains contains_cs !contains_cs startswith "
                               "!startswith startswith_cs !startswith_cs endswith !endswith endswith_cs !endswith_cs hasprefix "
                               "!hasprefix hasprefix_cs !hasprefix_cs hassuffix !hassuffix hassuffix_cs !hassuffix_cs !in~ "
                               "between !between matches like !like");
    return words.contains(word);
}

bool isReserved(QStringView word)
{
    static const WordSet words("and or by on asc desc in has contains between let set declare true false null to step from with of "
                               "matches regex startswith endswith hasprefix hassuffix has_any has_all");
    return words.contains(word) || isOperatorWord(word);
}

bool isOptionName(QStringView word)
{
    static const WordSet words("kind withsource with_source isfuzzy default with_itemindex bagexpansion flags bin legend accumulate "
                               "strategy remote shufflekey num_partitions concurrency");
    return words.contains(word);
}

bool isTypeName(QStringView word)
{
    static const WordSet words("bool boolean datetime date dynamic guid uuid int long real double string timespan time decimal");
    return words.contains(word);
}

QStringList operatorWords()
{
    static const QStringList words =
        wordsOf("where extend project summarize order sort top take limit count distinct join lookup union render mv-expand "
                "make-series project-away project-keep project-rename project-reorder parse parse-where mv-apply serialize "
                "evaluate as invoke getschema sample sample-distinct top-nested partition search filter");
    return words;
}

QStringList joinKindWords()
{
    return wordsOf("innerunique inner leftouter rightouter fullouter leftsemi rightsemi leftanti rightanti");
}

QStringList renderKinds()
{
    return wordsOf("timechart barchart columnchart piechart areachart stackedareachart linechart scatterchart anomalychart table card");
}

QStringList renderProperties()
{
    return wordsOf("title kind xcolumn ycolumns series xtitle ytitle legend ymin ymax xaxis yaxis ysplit accumulate anomalycolumns");
}

QStringList pluginWords() { return wordsOf("bag_unpack pivot narrow"); }
QStringList comparisonWords() { return wordsOf(comparisonText); }

} // namespace qd::kql::assist

#pragma once

#include <QList>
#include <QRegularExpression>
#include <QString>

/// What the scan reads as an order to a model. Patterns are over plainForm(): lower case, one blank between words. Pure.
namespace qd::scan {

struct PhraseRule {
    QString rule;
    QString message;
    int weight;
    QRegularExpression pattern;
};

[[nodiscard]] PhraseRule phrase(const char *rule, int weight, const char *message, const char *pattern);

/// Orders that drop instructions, hide, send away.
[[nodiscard]] QList<PhraseRule> orderPhrases();
/// Orders that steer other tools, run what they fetch, carry away in pictures and copies.
[[nodiscard]] QList<PhraseRule> steeringPhrases();
/// The commonest orders in Spanish and German.
[[nodiscard]] QList<PhraseRule> foreignPhrases();
/// All of them.
[[nodiscard]] const QList<PhraseRule> &phraseTable();

} // namespace qd::scan

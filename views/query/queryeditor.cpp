#include "query/queryeditor.h"

#include "query/querylexer.h"
#include "query/signaturetip.h"
#include "query/suggestionlist.h"
#include "theme/editorlook.h"

#include <QScopedValueRollback>

#include <algorithm>

namespace qd {

namespace {

enum QueryMark { StatementMark = 1, ProblemMark = 2 };
constexpr int problemIndicator = 8;
constexpr int checkDelay = 350; ///< ms without a keystroke until the text is checked

} // namespace

QueryEditor::QueryEditor(const Theme &theme, QWidget *parent) : QsciScintilla(parent), m_theme(theme), m_lexer(new QueryLexer(this))
{
    setObjectName(QStringLiteral("queryEditor"));
    setAccessibleName(tr("Query text"));
    build();
    m_suggestions = new SuggestionList(theme, this);
    m_signature = new SignatureTip(theme, this);
    connect(m_suggestions, &SuggestionList::chosen, this, &QueryEditor::accept);
    m_checking.setSingleShot(true);
    m_checking.setInterval(checkDelay);
    connect(&m_checking, &QTimer::timeout, this, &QueryEditor::check);
    m_chord.setSingleShot(true);
    m_chord.setInterval(900);
    connect(&m_chord, &QTimer::timeout, this, &QueryEditor::paletteRequested);
    connect(this, &QsciScintilla::textChanged, this, &QueryEditor::onTextChanged);
    connect(this, &QsciScintilla::cursorPositionChanged, this, &QueryEditor::onCursorMoved);
    dress();
    connect(&theme, &Theme::changed, this, &QueryEditor::dress);
}

QueryEditor::~QueryEditor()
{
    disconnect(this, nullptr, this, nullptr);
    delete m_suggestions;
    delete m_signature;
}

void QueryEditor::build()
{
    setUpEditor(*this);
    setExtraAscent(2);
    setExtraDescent(2);
    setMarginWidth(1, 12);
    setMarginMarkerMask(1, (1 << StatementMark) | (1 << ProblemMark));
    markerDefine(QsciScintilla::LeftRectangle, StatementMark);
    markerDefine(QsciScintilla::Circle, ProblemMark);
    indicatorDefine(QsciScintilla::SquiggleIndicator, problemIndicator);
    // The page and the window own these keys, not Scintilla.
    for (const int key : {QsciScintillaBase::SCK_ESCAPE})
        SendScintilla(SCI_CLEARCMDKEY, key);
    setLexer(m_lexer);
}

void QueryEditor::dress()
{
    const Tokens &tokens = m_theme.tokens();
    m_lexer->setTokens(tokens);
    dressEditor(*this, tokens);
    setCaretWidth(2);
    setMarkerBackgroundColor(tokens.accent, StatementMark);
    setMarkerForegroundColor(tokens.accent, StatementMark);
    setMarkerBackgroundColor(tokens.status(StatusTone::Crit).fill, ProblemMark);
    setMarkerForegroundColor(tokens.status(StatusTone::Crit).fill, ProblemMark);
    setIndicatorForegroundColor(tokens.status(StatusTone::Crit).fill, problemIndicator);
    recolor();
}

void QueryEditor::setQuery(const QString &query, qsizetype cursor)
{
    {
        const QScopedValueRollback taking(m_isTaking, true);
        hideHelpers();
        setText(query);
        SendScintilla(SCI_EMPTYUNDOBUFFER);
    }
    goTo(std::clamp<qsizetype>(cursor, 0, query.size()));
    check();
}

void QueryEditor::replaceText(const QString &after)
{
    const QString before = text();
    const auto [left, right] = std::ranges::mismatch(before, after);
    auto from = left - before.begin();
    if (from > 0 && before.at(from - 1).isHighSurrogate())
        --from;
    qsizetype same = 0;
    while (same < std::min(before.size(), after.size()) - from && before.at(before.size() - 1 - same) == after.at(after.size() - 1 - same))
        ++same;
    if (same > 0 && before.at(before.size() - same).isLowSurrogate())
        --same;
    SendScintilla(SCI_SETTARGETRANGE, static_cast<unsigned long>(bytesOf(from)), bytesOf(before.size() - same));
    const QByteArray piece = after.mid(from, after.size() - same - from).toUtf8();
    SendScintilla(SCI_REPLACETARGET, static_cast<unsigned long>(piece.size()), piece.constData());
}

void QueryEditor::setCatalog(const query::Catalog &catalog)
{
    m_catalog = catalog;
    m_lexer->setCatalog(catalog);
    recolor();
    check();
}

qsizetype QueryEditor::offsetOf(long bytes) const
{
    return QString::fromUtf8(text().toUtf8().left(bytes)).size();
}

long QueryEditor::bytesOf(qsizetype offset) const
{
    return static_cast<long>(QStringView(text()).left(offset).toUtf8().size());
}

qsizetype QueryEditor::cursorOffset() const { return offsetOf(SendScintilla(SCI_GETCURRENTPOS)); }

kql::TextRange QueryEditor::selectionRange() const
{
    return {offsetOf(SendScintilla(SCI_GETSELECTIONSTART)), offsetOf(SendScintilla(SCI_GETSELECTIONEND))};
}

kql::TextRange QueryEditor::runRange() const
{
    const kql::TextRange selected = selectionRange();
    const QString all = text();
    const bool isSelected = selected.to > selected.from && !QStringView(all).mid(selected.from, selected.to - selected.from).trimmed().isEmpty();
    return isSelected ? selected : kql::statementAt(all, cursorOffset());
}

void QueryEditor::goTo(qsizetype offset)
{
    SendScintilla(SCI_GOTOPOS, bytesOf(offset));
    SendScintilla(SCI_SCROLLCARET);
}

void QueryEditor::select(const kql::TextRange &range)
{
    SendScintilla(SCI_SETSEL, static_cast<unsigned long>(bytesOf(range.from)), bytesOf(range.to));
}

void QueryEditor::onTextChanged()
{
    setMarginWidth(0, QString::number(lines()) + QStringLiteral("00"));
    m_checking.start();
    if (!m_isTaking)
        emit edited();
}

// Scintilla tells of a move when it paints, which is after the help for a typed letter was shown.
void QueryEditor::onCursorMoved()
{
    markStatement();
    if (!m_isTyping && SendScintilla(SCI_GETCURRENTPOS) != m_helpedAt)
        hideHelpers();
}

void QueryEditor::markStatement()
{
    markerDeleteAll(StatementMark);
    if (isLarge())
        return;
    const kql::TextRange range = kql::statementAt(text(), cursorOffset());
    if (range.to <= range.from)
        return;
    const auto lineOf = [this](qsizetype offset) { return static_cast<int>(SendScintilla(SCI_LINEFROMPOSITION, bytesOf(offset))); };
    for (int line = lineOf(range.from); line <= lineOf(range.to); ++line)
        markerAdd(line, StatementMark);
}

void QueryEditor::check()
{
    m_checking.stop();
    m_problems = isLarge() ? QList<kql::Diagnostic>() : kql::diagnose(text(), m_catalog);
    markerDeleteAll(ProblemMark);
    const int last = std::max(0, lines() - 1);
    clearIndicatorRange(0, 0, last, lineLength(last), problemIndicator);
    for (const kql::Diagnostic &problem : std::as_const(m_problems)) {
        const int line = problem.position.line - 1;
        if (line < 0 || line > last)
            continue;
        markerAdd(line, ProblemMark);
        const long from = bytesOf(problem.position.offset);
        const long to = bytesOf(problem.position.offset + std::max<qsizetype>(1, problem.token.size()));
        SendScintilla(SCI_SETINDICATORCURRENT, problemIndicator);
        SendScintilla(SCI_INDICATORFILLRANGE, static_cast<unsigned long>(from), std::max(1L, to - from));
    }
    markStatement();
    emit problemsChanged();
}

} // namespace qd

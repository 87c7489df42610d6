#include "policy/policyeditor.h"

#include "policy/policylexer.h"
#include "theme/editorlook.h"

#include <QKeyEvent>
#include <QScopedValueRollback>

#include <algorithm>

namespace qd {

namespace {

enum EditorMark { ErrorMark = 1, WarningMark = 2, HintMark = 3 };
constexpr int findingIndicator = 8;

int markOf(PolicyFinding::Severity severity)
{
    switch (severity) {
    case PolicyFinding::Severity::Error: return ErrorMark;
    case PolicyFinding::Severity::Warning: return WarningMark;
    case PolicyFinding::Severity::Hint: return HintMark;
    }
    return HintMark;
}

} // namespace

PolicyEditor::PolicyEditor(const Theme &theme, QWidget *parent) : QsciScintilla(parent), m_theme(theme), m_lexer(new PolicyLexer(this))
{
    setObjectName(QStringLiteral("policyEditor"));
    setAccessibleName(tr("Policy text"));
    setUpEditor(*this);
    setMarginWidth(1, 16);
    setMarginMarkerMask(1, (1 << ErrorMark) | (1 << WarningMark) | (1 << HintMark));
    markerDefine(QsciScintilla::Rectangle, ErrorMark);
    markerDefine(QsciScintilla::RightTriangle, WarningMark);
    markerDefine(QsciScintilla::Circle, HintMark);
    indicatorDefine(QsciScintilla::SquiggleIndicator, findingIndicator);
    setLexer(m_lexer);
    dress();
    connect(&theme, &Theme::changed, this, &PolicyEditor::dress);
    connect(this, &QsciScintilla::textChanged, this, [this] {
        setMarginWidth(0, QString::number(lines()) + QStringLiteral("00"));
        if (!m_isTaking)
            emit policyEdited(text());
    });
}

void PolicyEditor::dress()
{
    const Tokens &tokens = m_theme.tokens();
    m_lexer->setTokens(tokens);
    dressEditor(*this, tokens);
    const auto paint = [&](int mark, StatusTone tone) {
        setMarkerBackgroundColor(tokens.status(tone).fill, mark);
        setMarkerForegroundColor(tokens.status(tone).outline.isValid() ? tokens.status(tone).outline : tokens.status(tone).fill, mark);
    };
    paint(ErrorMark, StatusTone::Crit);
    paint(WarningMark, StatusTone::Warn);
    paint(HintMark, StatusTone::Info);
    setIndicatorForegroundColor(tokens.status(StatusTone::Crit).fill, findingIndicator);
    recolor();
}

void PolicyEditor::setPolicy(const QString &policy)
{
    if (policy == text())
        return;
    const QScopedValueRollback taking(m_isTaking, true);
    int line = 0, column = 0;
    getCursorPosition(&line, &column);
    setText(policy);
    setEolMode(policy.contains(QLatin1StringView("\r\n")) ? QsciScintilla::EolWindows : QsciScintilla::EolUnix);
    setCursorPosition(std::min(line, std::max(0, lines() - 1)), 0);
    setFindings(m_findings);
}

void PolicyEditor::setFindings(const QList<PolicyFinding> &findings)
{
    m_findings = findings;
    markerDeleteAll();
    clearIndicatorRange(0, 0, std::max(0, lines() - 1), lineLength(std::max(0, lines() - 1)), findingIndicator);
    for (const PolicyFinding &finding : findings) {
        const int line = finding.position.line - 1;
        if (line < 0 || line >= lines())
            continue;
        markerAdd(line, markOf(finding.severity));
        fillIndicatorRange(line, finding.position.column - 1, line, std::max(finding.position.column, lineLength(line) - 1), findingIndicator);
    }
}

void PolicyEditor::goTo(const TextPosition &position)
{
    setCursorPosition(position.line - 1, position.column - 1);
    const int visible = static_cast<int>(SendScintilla(SCI_LINESONSCREEN));
    setFirstVisibleLine(std::max(0, position.line - 1 - visible / 2));
    setFocus();
}

void PolicyEditor::goToNextFinding()
{
    if (m_findings.isEmpty())
        return;
    int line = 0, column = 0;
    getCursorPosition(&line, &column);
    const auto next = std::ranges::find_if(m_findings, [&](const PolicyFinding &finding) {
        return std::pair(finding.position.line - 1, finding.position.column - 1) > std::pair(line, column);
    });
    goTo((next == m_findings.cend() ? m_findings.constFirst() : *next).position);
}

bool PolicyEditor::isOurs(const QKeyEvent &event) const
{
    const bool isControl = event.modifiers() == Qt::ControlModifier;
    return (isControl && (event.key() == Qt::Key_S || event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter)) || event.key() == Qt::Key_F8;
}

// While a policy is written, a letter is a letter and no command.
bool PolicyEditor::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto &key = static_cast<const QKeyEvent &>(*event);
        const bool isTyping = !key.text().isEmpty() && key.text().at(0).isPrint() && !(key.modifiers() & (Qt::ControlModifier | Qt::AltModifier));
        if (isTyping || isOurs(key)) {
            event->accept();
            return true;
        }
    }
    return QsciScintilla::event(event);
}

void PolicyEditor::keyPressEvent(QKeyEvent *event)
{
    if (!isOurs(*event))
        return QsciScintilla::keyPressEvent(event);
    if (event->key() == Qt::Key_F8)
        goToNextFinding();
    else if (event->key() == Qt::Key_S)
        emit checkRequested();
    else
        emit applyRequested();
}

} // namespace qd

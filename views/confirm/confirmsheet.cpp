#include "confirm/confirmsheet.h"

#include "confirm/plaintext.h"
#include "format.h"
#include "theme/type.h"
#include "widgets/diffview.h"
#include "widgets/labels.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPushButton>
#include <QVBoxLayout>

namespace qd {

namespace {

constexpr QSize confirmSheetSize(760, 600);
constexpr qsizetype confirmEffectLines = 12;

QLabel *confirmLabel(QWidget *parent, const char *name, const char *look)
{
    QLabel *label = makeLabel(parent, QLatin1StringView(name), look);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

DiffView *confirmDiff(const Theme &theme, QWidget *parent)
{
    auto *diff = new DiffView(theme, parent);
    diff->setObjectName(QStringLiteral("confirmDiff"));
    diff->setWrapped(true);
    diff->setAccessibleName(ConfirmSheet::tr("What changes: lines with minus go, lines with plus come"));
    return diff;
}

QString effectsText(const QStringList &effects)
{
    QStringList lines;
    for (const QString &effect : effects.first(std::min(effects.size(), confirmEffectLines)))
        lines << QStringLiteral("•  ") + visibleText(effect, 400);
    if (effects.size() > confirmEffectLines)
        lines << ConfirmSheet::tr("and %1 more").arg(effects.size() - confirmEffectLines);
    return lines.join(u'\n');
}

} // namespace

ConfirmSheet::ConfirmSheet(const Theme &theme, QWidget *window)
    : Overlay(theme, confirmSheetSize, window)
    , m_environment(confirmLabel(panel(), "confirmEnvironment", "chip"))
    , m_title(confirmLabel(panel(), "confirmTitle", "viewTitle"))
    , m_target(confirmLabel(panel(), "confirmTarget", "mono"))
    , m_effects(confirmLabel(panel(), "confirmEffects", ""))
    , m_lease(confirmLabel(panel(), "confirmLease", "secondary"))
    , m_diff(confirmDiff(theme, panel()))
    , m_typeHint(confirmLabel(panel(), "confirmTypeHint", "secondary"))
    , m_typed(new QLineEdit(panel()))
    , m_behind(confirmLabel(panel(), "confirmBehind", "caption"))
    , m_cancel(new QPushButton(tr("Cancel"), panel()))
    , m_agree(new QPushButton(panel()))
{
    setObjectName(QStringLiteral("confirmSheet"));
    setAccessibleName(tr("Confirm a write"));
    build();
    for (QWidget *stop : {static_cast<QWidget *>(m_typed), static_cast<QWidget *>(m_diff), static_cast<QWidget *>(m_cancel),
                          static_cast<QWidget *>(m_agree)})
        stop->installEventFilter(this);
    connect(m_typed, &QLineEdit::textChanged, this, &ConfirmSheet::refreshAgree);
    connect(m_cancel, &QPushButton::clicked, this, [this] { finish(false); });
    connect(m_agree, &QPushButton::clicked, this, &ConfirmSheet::agreeIfAllowed);
}

void ConfirmSheet::build()
{
    m_typed->setObjectName(QStringLiteral("confirmTyped"));
    m_typed->setAccessibleName(tr("Name of the environment"));
    m_typed->setFont(monoFont());
    m_cancel->setObjectName(QStringLiteral("confirmCancel"));
    m_cancel->setAccessibleName(tr("Cancel"));
    m_agree->setObjectName(QStringLiteral("confirmAgree"));
    m_environment->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_environment->setWordWrap(false);

    auto *head = new QHBoxLayout;
    head->setSpacing(space::m);
    head->addWidget(m_environment, 0, Qt::AlignTop);
    head->addWidget(m_title, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    buttons->addWidget(m_behind, 1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_agree);
    auto *column = new QVBoxLayout(panel());
    column->setContentsMargins(space::xl, space::l, space::xl, space::l);
    column->setSpacing(space::s);
    column->addLayout(head);
    column->addWidget(m_target);
    column->addWidget(m_effects);
    column->addWidget(m_diff, 1);
    column->addWidget(m_lease);
    column->addWidget(m_typeHint);
    column->addWidget(m_typed);
    column->addSpacing(space::s);
    column->addLayout(buttons);
}

void ConfirmSheet::showQuestion(const ConfirmQuestion &question)
{
    m_question = question;
    m_typed->clear();
    fillTexts();
    fillDiff();
    refreshAgree();
    open();
    const bool isTyped = question.level == ConfirmLevel::TypedName;
    (isTyped ? static_cast<QWidget *>(m_typed) : m_cancel)->setFocus(Qt::PopupFocusReason);
}

void ConfirmSheet::fillTexts()
{
    const bool isTyped = m_question.level == ConfirmLevel::TypedName;
    m_environment->setText(m_question.environment.toUpper());
    m_title->setText(visibleText(m_question.action.title, 300));
    m_target->setText(visibleText(m_question.action.target, 400));
    m_target->setVisible(!m_question.action.target.isEmpty());
    m_effects->setText(effectsText(m_question.action.effects));
    m_effects->setVisible(!m_question.action.effects.isEmpty());
    m_lease->setText(tr("This profile is read-only. Agreeing also takes write access for %1; Ctrl+Shift+W gives it back.")
                         .arg(format::duration(m_question.lease)));
    m_lease->setVisible(m_question.needsLease);
    m_typeHint->setText(tr("Type %1 to agree").arg(m_question.environment));
    m_typeHint->setVisible(isTyped);
    m_typed->setVisible(isTyped);
    m_behind->setText(m_question.behind > 0 ? tr("%n more waiting", nullptr, static_cast<int>(m_question.behind)) : QString());
    m_agree->setText(tr("Do it  (Ctrl+Enter)"));
    m_agree->setAccessibleName(tr("Do it: %1").arg(m_title->text()));
}

void ConfirmSheet::fillDiff()
{
    m_diff->setTexts(m_question.action.before, m_question.action.after);
    m_diff->setVisible(m_question.action.before != m_question.action.after);
}

void ConfirmSheet::closeQuestion() { dismiss(); }

bool ConfirmSheet::isAllowed() const
{
    return m_question.level != ConfirmLevel::TypedName || m_typed->text() == m_question.environment;
}

void ConfirmSheet::refreshAgree()
{
    m_agree->setEnabled(isAllowed());
    m_agree->setToolTip(isAllowed() ? QString() : tr("Type %1 first").arg(m_question.environment));
}

void ConfirmSheet::agreeIfAllowed()
{
    if (isAllowed())
        finish(true);
}

void ConfirmSheet::finish(bool isAgreed)
{
    if (!isOpen())
        return;
    dismiss();
    emit answered(isAgreed);
}

void ConfirmSheet::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape)
        finish(false);
    else if (isEnter && event->modifiers().testFlag(Qt::ControlModifier))
        agreeIfAllowed();
    event->accept();
}

void ConfirmSheet::mousePressEvent(QMouseEvent *event) { event->accept(); }

// The fields inside keep their own keys, but Esc, Ctrl+Enter and Tab mean the same everywhere on the sheet.
bool ConfirmSheet::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parent() || event->type() != QEvent::KeyPress)
        return Overlay::eventFilter(watched, event);
    auto *key = static_cast<QKeyEvent *>(event);
    const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    const bool isButton = watched == m_cancel || watched == m_agree;
    if (key->key() == Qt::Key_Escape || (isEnter && key->modifiers().testFlag(Qt::ControlModifier))) {
        keyPressEvent(key);
        return true;
    }
    if (isEnter && isButton) { // Enter presses the button that has the focus
        static_cast<QPushButton *>(watched)->click();
        return true;
    }
    if (key->key() == Qt::Key_Tab || key->key() == Qt::Key_Backtab) {
        focusNextPrevChild(key->key() == Qt::Key_Tab);
        return true;
    }
    return false;
}

QList<QWidget *> ConfirmSheet::stops() const
{
    QList<QWidget *> all{m_typed, m_diff, m_cancel, m_agree};
    all.removeIf([](const QWidget *stop) { return !stop->isVisible() || !stop->isEnabled(); });
    return all;
}

bool ConfirmSheet::focusNextPrevChild(bool next)
{
    const QList<QWidget *> all = stops();
    if (all.isEmpty())
        return true;
    const qsizetype here = all.indexOf(focusWidget());
    const qsizetype step = next ? 1 : all.size() - 1;
    all.at((std::max<qsizetype>(here, 0) + step) % all.size())->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
}

} // namespace qd

#include "theme/stylesheet.h"

namespace qd {

namespace {

// Placeholders are token names between @ signs; see styleFill().
constexpr const char *styleControls = R"(
QPushButton { background: @raised@; border: 1px solid @border@; border-radius: @rc@px; padding: 5px 12px; min-height: 16px; font-weight: 500; }
QPushButton:hover { border-color: @borderStrong@; }
QPushButton:pressed { background: @border@; }
QPushButton:disabled { color: @text3@; }
QPushButton:focus { border: 2px solid @accent@; padding: 4px 11px; }
QPushButton[qdRole="primary"] { background: @accent@; color: @onAccent@; border-color: @accent@; }
QPushButton[qdRole="primary"]:disabled { background: @raised@; color: @text3@; border-color: @border@; }
QPushButton[qdRole="primary"]:focus { border: 2px solid @text@; }
QPushButton[qdRole="flat"] { background: transparent; border-color: transparent; }
QPushButton[qdRole="flat"]:hover { background: @raised@; }
QPushButton[qdRole="flat"]:focus { border: 2px solid @accent@; }
QPushButton[qdRole="card"] { text-align: left; padding: 7px 12px; }
QPushButton[qdRole="card"]:checked { background: @selection@; color: @onSelection@; border-color: @accent@; }
QPushButton::menu-indicator { image: none; width: 0; }
QToolButton { background: transparent; border: 2px solid transparent; border-radius: @rc@px; padding: 4px; }
QToolButton:hover { background: @raised@; }
QToolButton:checked { background: @selection@; color: @onSelection@; }
QToolButton:focus { border-color: @accent@; }
QLineEdit, QPlainTextEdit, QTextEdit { background: @raised@; border: 1px solid @borderStrong@; border-radius: @rc@px; padding: 3px 8px; selection-background-color: @accent@; selection-color: @onAccent@; }
QPlainTextEdit[qdRole="field"] { background: @raised@; border: 1px solid @borderStrong@; border-radius: @rc@px; padding: 1px 5px; }
QPlainTextEdit[qdRole="field"]:focus { border: 2px solid @accent@; padding: 0px 4px; }
QPlainTextEdit:disabled, QLineEdit:disabled { color: @text3@; border-color: @border@; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid @accent@; padding: 2px 7px; }
)";

constexpr const char *styleBoxes = R"(
QComboBox, QAbstractSpinBox { background: @raised@; color: @text@; border: 1px solid @borderStrong@; border-radius: @rc@px; padding: 3px 8px; min-height: 20px; selection-background-color: @accent@; selection-color: @onAccent@; }
QComboBox:focus, QAbstractSpinBox:focus { border: 2px solid @accent@; padding: 2px 7px; }
QComboBox:disabled, QAbstractSpinBox:disabled { color: @text3@; border-color: @border@; }
QComboBox QLineEdit, QAbstractSpinBox QLineEdit { background: transparent; border: none; padding: 0; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url(:/qd/style/chevron-down-@tint@.svg); width: 16px; height: 16px; }
QComboBox QAbstractItemView { background: @raised@; color: @text@; border: 1px solid @borderStrong@; border-radius: 0px; padding: 2px; selection-background-color: @selection@; selection-color: @onSelection@; }
QComboBox QAbstractItemView::item { min-height: 24px; padding: 0 6px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 20px; background: transparent; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: @border@; }
QAbstractSpinBox::up-arrow { image: url(:/qd/style/chevron-up-@tint@.svg); width: 14px; height: 14px; }
QAbstractSpinBox::down-arrow { image: url(:/qd/style/chevron-down-@tint@.svg); width: 14px; height: 14px; }
QCheckBox::indicator { width: 14px; height: 14px; background: @raised@; border: 1px solid @borderStrong@; border-radius: 3px; }
QCheckBox::indicator:checked { image: url(:/qd/style/check-@tint@.svg); border-color: @accent@; }
QCheckBox::indicator:focus { border: 2px solid @accent@; width: 12px; height: 12px; }
QCheckBox::indicator:disabled { border-color: @border@; }
QListView[qdRole="side"] { padding: 4px; outline: none; }
QListView[qdRole="side"]::item { padding: 5px 8px; border-radius: @rc@px; color: @text@; }
QListView[qdRole="side"]::item:hover { background: @raised@; }
QListView[qdRole="side"]::item:selected { background: @selection@; color: @onSelection@; }
)";

constexpr const char *styleText = R"(
QLabel { background: transparent; }
QLabel[qdRole="secondary"] { color: @text2@; }
QLabel[qdRole="caption"] { color: @text3@; font-size: 11px; }
QLabel[qdRole="panelTitle"] { font-size: 14px; font-weight: 600; }
QLabel[qdRole="viewTitle"] { font-size: 16px; font-weight: 600; }
QLabel[qdRole="mono"] { font-family: "JetBrains Mono"; font-size: 12px; }
QLabel[qdRole="chip"] { background: @raised@; border: 1px solid @border@; border-radius: @rc@px; padding: 2px 8px; }
)";

constexpr const char *stylePanels = R"(
*[qdRole="panel"] { background: @surface@; border: 1px solid @border@; border-radius: @rp@px; }
*[qdRole="section"] { background: transparent; border: none; border-top: 1px solid @border@; border-radius: 0px; }
*[qdRole="bar"] { background: @surface@; border: none; border-bottom: 1px solid @border@; }
*[qdRole="raised"] { background: @raised@; border: 1px solid @border@; border-radius: @rp@px; }
QToolTip { background: @raised@; color: @text@; border: 1px solid @borderStrong@; padding: 6px 8px; }
QMenu { background: @raised@; border: 1px solid @borderStrong@; padding: 4px; }
QMenu::item { padding: 5px 20px 5px 12px; border-radius: @rc@px; }
QMenu::item:selected { background: @selection@; color: @onSelection@; }
QMenu::item:disabled { color: @text3@; }
QMenu::separator { height: 1px; background: @border@; margin: 4px 8px; }
QAbstractScrollArea { background: @surface@; border: 1px solid @border@; border-radius: @rp@px; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollArea, QAbstractScrollArea[qdRole="plain"] { background: transparent; border: none; }
QTableView { gridline-color: @border@; alternate-background-color: @raised@; selection-background-color: @selection@; selection-color: @onSelection@; }
QTabBar::tab { background: transparent; border: none; border-bottom: 2px solid transparent; padding: 4px 0px; margin-right: 16px; color: @text2@; font-weight: 500; }
QTabBar::tab:selected { color: @text@; border-bottom-color: @accent@; }
QTabBar::tab:hover { color: @text@; }
QTabBar::tab:disabled { color: @text3@; }
QTabBar#queryTabs::tab { margin-right: 4px; padding: 4px 6px; }
QTabBar:focus { border-bottom: 1px solid @accent@; }
QHeaderView::section { background: @raised@; color: @text2@; border: none; border-bottom: 1px solid @border@; padding: 5px 4px; font-weight: 500; }
#mcpOffers QHeaderView::section, #mcpTestSteps QHeaderView::section, #mcpWire QHeaderView::section { padding-right: 11px; }
)";

constexpr const char *styleScrollBars = R"(
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @border@; border-radius: @rc@px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::handle:hover { background: @borderStrong@; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }
)";

QString styleFill(QString sheet, const Tokens &tokens)
{
    const std::initializer_list<std::pair<const char *, QColor>> colours{
        {"@canvas@", tokens.canvas},         {"@surface@", tokens.surface},     {"@raised@", tokens.raised},
        {"@border@", tokens.border},         {"@borderStrong@", tokens.borderStrong}, {"@text@", tokens.text},
        {"@text2@", tokens.text2},           {"@text3@", tokens.text3},         {"@accent@", tokens.accent},
        {"@onAccent@", tokens.onAccent},     {"@selection@", tokens.selection}, {"@onSelection@", tokens.onSelection}};
    for (const auto &[name, colour] : colours)
        sheet.replace(QLatin1String(name), colour.name());
    sheet.replace(QLatin1String("@tint@"), QLatin1String(tokens.canvas.lightness() < 128 ? "dark" : "light"));
    sheet.replace(QLatin1String("@rc@"), QString::number(tokens.radiusControl));
    sheet.replace(QLatin1String("@rp@"), QString::number(tokens.radiusPanel));
    return sheet;
}

} // namespace

QString styleSheet(const Tokens &tokens)
{
    const QString sheet = QLatin1String(styleControls) % QLatin1String(styleBoxes) % QLatin1String(styleText) % QLatin1String(stylePanels)
        % QLatin1String(styleScrollBars);
    return styleFill(sheet, tokens);
}

} // namespace qd

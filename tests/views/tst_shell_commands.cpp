#include "shell/commandpalette.h"
#include "shell/commandregistry.h"
#include "shell/fuzzymatch.h"
#include "shell/sheetrow.h"
#include "shell/shortcutsheet.h"
#include "testmain.h"
#include "theme/theme.h"

#include <QApplication>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QSignalSpy>
#include <QVBoxLayout>

using namespace qd;
using namespace Qt::StringLiterals;

namespace {

Command command(const QString &id, const QString &title, const QString &keys = {})
{
    QList<QKeySequence> shortcuts;
    if (!keys.isEmpty())
        shortcuts.append(QKeySequence(keys));
    return {CommandId(id), title, u"View"_s, shortcuts, {}};
}

/// A window with a palette over two commands, two SLOs and a range source that echoes what was typed.
struct PaletteFixture {
    Theme theme;
    QWidget window;
    CommandPalette *palette = nullptr;
    QLineEdit *input = nullptr;
    QListView *list = nullptr;

    PaletteFixture()
    {
        window.resize(900, 600);
        auto *page = new QLineEdit(&window);
        page->setObjectName(u"page"_s);
        palette = new CommandPalette(theme, &window);
        palette->addSource({u'>', u"commands"_s, true, true, [](const QString &) -> QList<PaletteEntry> {
            return {{PaletteEntry::Kind::Command, u"view.freeze"_s, u"Freeze the view"_s, u"View"_s, u"Shift+F"_s, true},
                    {PaletteEntry::Kind::Command, u"lab.start"_s, u"Start the lab"_s, u"it runs already"_s, {}, false}};
        }});
        palette->addSource({u'@', u"SLOs"_s, true, true, [](const QString &) -> QList<PaletteEntry> {
            return {{PaletteEntry::Kind::Slo, u"task-success"_s, u"Task success"_s, u"Critical"_s, {}, true},
                    {PaletteEntry::Kind::Slo, u"tool-success"_s, u"Tool-call success"_s, u"Ok"_s, {}, true}};
        }});
        palette->addSource({u':', u"range"_s, false, false, [](const QString &typed) -> QList<PaletteEntry> {
            return {{PaletteEntry::Kind::Range, typed, u"Range "_s + typed, {}, {}, true}};
        }});
        window.show();
        input = window.findChild<QLineEdit *>(u"paletteInput"_s);
        list = window.findChild<QListView *>(u"paletteList"_s);
    }
    QStringList titles() const
    {
        QStringList found;
        for (int row = 0; row < list->model()->rowCount(); ++row)
            found.append(list->model()->index(row, 0).data().toString());
        return found;
    }
};

} // namespace

class TestShellCommands : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void fuzzy_data();
    void fuzzy();
    void fuzzyPrefersWordStarts();
    void fuzzyIsBounded();
    void registryRunsWhileContextLives();
    void disabledCommandSaysWhy();
    void shortcutsWorkInTheWindow();
    void conflictsAreFound_data();
    void conflictsAreFound();
    void menuHasEveryCommand();
    void chordIsShownAsWords();
    void paletteFiltersAndRuns();
    void palettePrefixesPickASource();
    void paletteKeys();
    void paletteKeepsDisabledEntriesOpen();
    void paletteTakesWindowShortcuts();
    void sheetListsPairs();
};

void TestShellCommands::fuzzy_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isMatch");
    QTest::addColumn<QList<qsizetype>>("positions");
    QTest::newRow("empty") << u""_s << u"Anything"_s << true << QList<qsizetype>{};
    QTest::newRow("prefix") << u"fre"_s << u"Freeze"_s << true << QList<qsizetype>{0, 1, 2};
    QTest::newRow("initials") << u"ftv"_s << u"Freeze the view"_s << true << QList<qsizetype>{0, 7, 11};
    QTest::newRow("blank ignored") << u"f v"_s << u"Freeze the view"_s << true << QList<qsizetype>{0, 11};
    QTest::newRow("out of order") << u"wf"_s << u"Freeze the view"_s << false << QList<qsizetype>{};
    QTest::newRow("longer than text") << u"freezer"_s << u"freeze"_s << false << QList<qsizetype>{};
}

void TestShellCommands::fuzzy()
{
    QFETCH(QString, pattern);
    QFETCH(QString, text);
    QFETCH(bool, isMatch);
    QFETCH(QList<qsizetype>, positions);
    const auto match = fuzzyMatch(pattern, text);
    QCOMPARE(match.has_value(), isMatch);
    if (match)
        QCOMPARE(match->positions, positions);
}

void TestShellCommands::fuzzyPrefersWordStarts()
{
    QVERIFY(fuzzyMatch(u"th"_s, u"Theme: dark"_s)->score > fuzzyMatch(u"th"_s, u"Copy the path"_s)->score);
    QVERIFY(fuzzyMatch(u"lab"_s, u"Start the lab"_s)->score > fuzzyMatch(u"lab"_s, u"Palace table"_s)->score);
}

void TestShellCommands::fuzzyIsBounded()
{
    const QString text = u"a"_s.repeated(5000);
    QElapsedTimer timer;
    timer.start();
    (void)fuzzyMatch(u"a"_s.repeated(60) + u"b"_s, text);
    QVERIFY2(timer.elapsed() < 1000, "a hostile text must not hold the palette");
}

void TestShellCommands::registryRunsWhileContextLives()
{
    CommandRegistry registry;
    int runs = 0;
    auto context = std::make_unique<QObject>();
    registry.add(command(u"a"_s, u"A"_s), context.get(), [&] { ++runs; });
    QVERIFY(registry.trigger(CommandId(u"a"_s)));
    QCOMPARE(runs, 1);
    QVERIFY(!registry.trigger(CommandId(u"unknown"_s)));
    context.reset();
    registry.trigger(CommandId(u"a"_s));
    QCOMPARE(runs, 1);
}

void TestShellCommands::disabledCommandSaysWhy()
{
    CommandRegistry registry;
    int runs = 0;
    registry.add(command(u"a"_s, u"A"_s), this, [&] { ++runs; });
    registry.setEnabled(CommandId(u"a"_s), false, u"no lab runs"_s);
    QVERIFY(!registry.trigger(CommandId(u"a"_s)));
    QCOMPARE(runs, 0);
    QCOMPARE(registry.disabledReason(CommandId(u"a"_s)), u"no lab runs"_s);
    QCOMPARE(registry.action(CommandId(u"a"_s))->toolTip(), u"no lab runs"_s);
    registry.setEnabled(CommandId(u"a"_s), true);
    QVERIFY(registry.trigger(CommandId(u"a"_s)));
    QVERIFY(registry.disabledReason(CommandId(u"a"_s)).isEmpty());
}

void TestShellCommands::shortcutsWorkInTheWindow()
{
    QWidget window;
    CommandRegistry registry;
    int single = 0;
    int chord = 0;
    registry.add(command(u"a"_s, u"A"_s, u"Shift+F"_s), this, [&] { ++single; });
    registry.installIn(&window);
    registry.add(command(u"b"_s, u"B"_s, u"G, H"_s), this, [&] { ++chord; }); // after the window
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::keyClick(&window, Qt::Key_F, Qt::ShiftModifier);
    QCOMPARE(single, 1);
    QTest::keyClick(&window, Qt::Key_G);
    QTest::keyClick(&window, Qt::Key_H);
    QCOMPARE(chord, 1);
}

void TestShellCommands::conflictsAreFound_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::addColumn<int>("conflicts");
    QTest::newRow("different") << u"G, H"_s << u"G, I"_s << 0;
    QTest::newRow("equal") << u"Ctrl+K"_s << u"Ctrl+K"_s << 1;
    QTest::newRow("start of a chord") << u"G"_s << u"G, H"_s << 1;
    QTest::newRow("end of a chord") << u"H"_s << u"G, H"_s << 0;
}

void TestShellCommands::conflictsAreFound()
{
    QFETCH(QString, first);
    QFETCH(QString, second);
    QFETCH(int, conflicts);
    CommandRegistry registry;
    registry.add(command(u"a"_s, u"A"_s, first), this, [] {});
    registry.add(command(u"b"_s, u"B"_s, second), this, [] {});
    QCOMPARE(registry.conflicts().size(), conflicts);
}

void TestShellCommands::menuHasEveryCommand()
{
    CommandRegistry registry;
    registry.add(command(u"a"_s, u"A"_s), this, [] {});
    registry.add(command(u"b"_s, u"B"_s), this, [] {});
    QMenu menu;
    registry.fillMenu(&menu);
    QStringList texts;
    for (const QAction *action : menu.actions())
        texts.append(action->text());
    QCOMPARE(texts, QStringList({u"View"_s, u"A"_s, u"B"_s}));
}

void TestShellCommands::chordIsShownAsWords()
{
    QCOMPARE(shownKeys(QKeySequence(u"G, H"_s)), u"G then H"_s);
    QCOMPARE(shownKeys(QKeySequence(u"Ctrl+K"_s)), u"Ctrl+K"_s);
}

void TestShellCommands::paletteFiltersAndRuns()
{
    PaletteFixture f;
    QSignalSpy chosen(f.palette, &CommandPalette::chosen);
    f.palette->openWith({});
    QCOMPARE(f.titles().size(), 4);
    QTest::keyClicks(f.input, u"tool"_s);
    QCOMPARE(f.titles(), QStringList{u"Tool-call success"_s});
    QTest::keyClick(f.input, Qt::Key_Return);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.first().first().value<PaletteEntry>().id, u"tool-success"_s);
    QVERIFY(!f.palette->isOpen());
}

void TestShellCommands::palettePrefixesPickASource()
{
    PaletteFixture f;
    f.palette->openWith(u"@"_s);
    QCOMPARE(f.titles(), QStringList({u"Task success"_s, u"Tool-call success"_s}));
    f.palette->openWith(u">freeze"_s);
    QCOMPARE(f.titles(), QStringList{u"Freeze the view"_s});
    f.palette->openWith(u": now-3h"_s);
    QCOMPARE(f.titles(), QStringList{u"Range now-3h"_s});
}

void TestShellCommands::paletteKeys()
{
    PaletteFixture f;
    auto *page = f.window.findChild<QLineEdit *>(u"page"_s);
    QVERIFY(QTest::qWaitForWindowActive(&f.window));
    page->setFocus();
    f.palette->openWith(u"@"_s);
    QCOMPARE(f.list->currentIndex().row(), 0);
    QTest::keyClick(f.input, Qt::Key_Down);
    QCOMPARE(f.list->currentIndex().row(), 1);
    QTest::keyClick(f.input, Qt::Key_Down);
    QCOMPARE(f.list->currentIndex().row(), 0);
    QTest::keyClick(f.input, Qt::Key_Up);
    QCOMPARE(f.list->currentIndex().row(), 1);
    QCOMPARE(f.input->accessibleDescription(), u"Tool-call success, Ok"_s);
    QTest::keyClick(f.input, Qt::Key_Escape);
    QVERIFY(!f.palette->isOpen());
    QTRY_COMPARE(QApplication::focusWidget(), page);
}

void TestShellCommands::paletteKeepsDisabledEntriesOpen()
{
    PaletteFixture f;
    QSignalSpy chosen(f.palette, &CommandPalette::chosen);
    f.palette->openWith(u">start"_s);
    QTest::keyClick(f.input, Qt::Key_Return);
    QCOMPARE(chosen.count(), 0);
    QVERIFY(f.palette->isOpen());
}

void TestShellCommands::paletteTakesWindowShortcuts()
{
    PaletteFixture f;
    CommandRegistry registry;
    int backs = 0;
    registry.add(command(u"back"_s, u"Back"_s, u"Esc"_s), this, [&] { ++backs; });
    registry.installIn(&f.window);
    QVERIFY(QTest::qWaitForWindowActive(&f.window));
    f.palette->openWith({});
    QTest::keyClick(f.input, Qt::Key_Escape);
    QVERIFY(!f.palette->isOpen());
    QCOMPARE(backs, 0);
}

void TestShellCommands::sheetListsPairs()
{
    Theme theme;
    QWidget window;
    window.resize(900, 600);
    CommandRegistry registry;
    registry.add(command(u"a"_s, u"Freeze the view"_s, u"Shift+F"_s), this, [] {});
    registry.add(command(u"b"_s, u"No key, not listed"_s), this, [] {});
    registry.addHint({PageId(u"overview"_s), u"Tiles"_s, u"Enter"_s, u"Open the tile"_s});
    registry.addHint({PageId(u"detail"_s), u"Detail"_s, u"X"_s, u"Other page"_s});
    ShortcutSheet sheet(theme, registry, &window);
    window.show();
    sheet.openFor(PageId(u"overview"_s));
    QStringList pairs;
    for (const SheetRow *row : sheet.findChildren<SheetRow *>())
        pairs.append(row->accessibleName());
    QCOMPARE(pairs, QStringList({u"Open the tile: Enter"_s, u"Freeze the view: Shift+F"_s}));
    QTest::keyClick(&sheet, Qt::Key_Escape);
    QVERIFY(!sheet.isOpen());
}

QD_TEST_MAIN(QApplication, TestShellCommands)
#include "tst_shell_commands.moc"

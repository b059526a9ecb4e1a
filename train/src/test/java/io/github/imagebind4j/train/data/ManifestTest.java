package io.github.imagebind4j.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
  @TempDir Path folder;

  private List<Item> read(String name, String content) throws IOException {
    return read(name, content, ManifestFormat.DEFAULT);
  }

  private List<Item> read(String name, String content, ManifestFormat format) throws IOException {
    Path file = Files.writeString(folder.resolve(name), content);
    return new ItemSource.Manifest(file, format).read();
  }

  @Test
  void aRowForEachItem() throws IOException {
    List<Item> items =
        read(
            "m.csv",
            """
            id,modality,path,class,caption,source,licence,split,pair_id
            a1,image,images/dog/a1.jpg,dog,"a dog, asleep",flickr/1,CC0,train,class:dog
            t1,text,,dog,a photo of a dog,template,CC0,val,
            """);
    assertThat(items).hasSize(2);
    Item first = items.getFirst();
    assertThat(first.modality()).isEqualTo(Modality.VISION);
    assertThat(first.captions()).containsExactly("a dog, asleep");
    assertThat(first.location())
        .isEqualTo(
            new MediaLocation.WholeFile(folder.toAbsolutePath().resolve("images/dog/a1.jpg")));
    assertThat(first)
        .extracting(Item::label, Item::split, Item::pairKey, Item::origin)
        .containsExactly("dog", "train", "class:dog", "flickr/1");
    assertThat(items.get(1).modality()).isEqualTo(Modality.TEXT);
    assertThat(items.get(1).location()).isEqualTo(new MediaLocation.None());
  }

  @Test
  void aRowForEachPair() throws IOException {
    List<Item> items =
        read(
            "m.tsv",
            "id\timage\taudio\ttext\tclass\np\tp.jpg\tp.wav\ta bark\tdog\nq\tq.jpg\t\t\tcat\n");
    assertThat(items)
        .extracting(Item::id)
        .containsExactly("p:image", "p:audio", "p:text", "q:image");
    assertThat(items).extracting(Item::pairKey).containsExactly("p", "p", "p", "q");
    assertThat(items.get(1).captions()).containsExactly("a bark");
  }

  @Test
  void jsonLinesWithListsOfCaptionsAndABlankLine() throws IOException {
    List<Item> items =
        read(
            "m.jsonl",
            "{\"modality\":\"audio\",\"path\":\"a.wav\",\"caption\":[\"one\",\"two\"]}\n\n{\"modality\":\"depth\",\"path\":\"d.png\",\"class\":7}\n");
    assertThat(items.getFirst().captions()).containsExactly("one", "two");
    assertThat(items.getFirst().id()).isEqualTo("a.wav");
    assertThat(items.get(1).label()).isEqualTo("7");
  }

  @Test
  void aNewSenseNeedsOnlyAName() throws IOException {
    Map<String, Modality> senses = Map.of("image", Modality.VISION, "touch", Modality.of("touch"));
    List<Item> items =
        read("m.csv", "image,touch\na.jpg,a.npy\n", ManifestFormat.DEFAULT.withSenses(senses));
    assertThat(items.get(1).modality()).isEqualTo(Modality.of("touch"));
  }

  @Test
  void columnsMayHaveOtherNames() throws IOException {
    ManifestFormat format =
        ManifestFormat.DEFAULT.withColumns(
            new ManifestFormat.Columns(
                "key", "kind", "file", "label", List.of("c1", "c2"), "fold", "moment", "from"));
    List<Item> items =
        read("m.csv", "key,kind,file,label,c1,c2,fold\nx,image,x.png,cat,a,b,3\n", format);
    assertThat(items.getFirst().captions()).containsExactly("a", "b");
    assertThat(items.getFirst().split()).isEqualTo("3");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstName() throws IOException {
    assertThat(read("m.csv", "\uFEFFid,modality,path\na,image,a.png\n").getFirst().id())
        .isEqualTo("a");
  }

  @Test
  void relativePathsStayInTheFolder() {
    assertThatThrownBy(() -> read("m.csv", "id,modality,path\na,image,../../etc/passwd\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("m.csv", "line 2", "leaves the folder");
  }

  @Test
  void absolutePathsNeedToBeAllowed() throws IOException {
    String manifest = "id,modality,path\na,image,/data/a.png\n";
    assertThatThrownBy(() -> read("m.csv", manifest))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("line 2, names the absolute path /data/a.png");
    assertThat(read("m.csv", manifest, ManifestFormat.DEFAULT.withPaths(null, true))).hasSize(1);
  }

  @Test
  void aPathWithANulIsRefused() {
    assertThatThrownBy(() -> read("m.csv", "modality,path\nimage,a\0b.png\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("line 2");
  }

  @Test
  void idsAreUnique() {
    assertThatThrownBy(
            () -> read("m.csv", "id,modality,path\na,image,a.png\nb,image,b.png\na,audio,a.wav\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("line 4, repeats the id 'a' of line 2");
  }

  @Test
  void unknownSensesAreNamed() {
    assertThatThrownBy(() -> read("m.csv", "id,modality,path\na,smell,a.png\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("line 2", "'smell'", "thermal");
  }

  @Test
  void otherEncodingsAreRefused() throws IOException {
    Path file = folder.resolve("m.csv");
    Files.write(
        file,
        "id,modality,path\na,image,\u00e9.png\n"
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> new ItemSource.Manifest(file, ManifestFormat.DEFAULT).read())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void aLineOfTenMegabytesIsNotGathered() throws IOException {
    for (String name : List.of("m.csv", "m.jsonl")) {
      Path file = folder.resolve(name);
      try (BufferedWriter out = Files.newBufferedWriter(file)) {
        out.write("id,modality,path\n");
        for (int i = 0; i < 10_000; i++) {
          out.write("x".repeat(1024));
        }
      }
      assertThatThrownBy(() -> new ItemSource.Manifest(file, ManifestFormat.DEFAULT).read())
          .isInstanceOf(InputException.class);
    }
  }

  @Test
  void anOpenQuoteDoesNotSwallowTheFile() throws IOException {
    Path file = folder.resolve("m.csv");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("id,modality,path,caption\na,image,a.png,\"never closed\n");
      for (int i = 0; i < 200_000; i++) {
        out.write("b" + i + ",image,b.png,x\n");
      }
    }
    assertThatThrownBy(() -> new ItemSource.Manifest(file, ManifestFormat.DEFAULT).read())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is a quote not closed");
  }

  @Test
  void rowsLongerThanTheHeaderAreRefused() {
    assertThatThrownBy(() -> read("m.csv", "id,modality,path\na,image,a.png,extra\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("line 2, has 4 fields");
  }

  @Test
  void brokenJsonNamesItsLine() {
    assertThatThrownBy(
            () -> read("m.jsonl", "{\"modality\":\"image\",\"path\":\"a\"}\n{\"modality\":"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("line 2");
  }

  @Test
  void emptyAndAbsentAndUnknownFilesAreErrors() {
    assertThatThrownBy(() -> read("m.csv", "id,modality,path\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no items");
    Path absent = folder.resolve("absent.csv");
    assertThatThrownBy(() -> new ItemSource.Manifest(absent, ManifestFormat.DEFAULT).read())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> read("m.xlsx", "?"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(".jsonl");
  }

  @Test
  void neitherFormIsAnError() {
    assertThatThrownBy(() -> read("m.csv", "id,file\na,b.png\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("line 2, has neither 'modality'");
  }
}
